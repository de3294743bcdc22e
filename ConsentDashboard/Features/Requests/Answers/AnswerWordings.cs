using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Answers;

/// <param name="Shown">As the person read it.</param>
/// <param name="Purposes">Their codes.</param>
internal sealed record WordingOfEvent(AnswerWording Shown, NoticeVersion Version, IReadOnlyList<Purpose> Purposes);

/// <summary>The wordings that one person was shown, each in the language in which she read it.</summary>
internal static class AnswerWordings
{
    public static async Task<Dictionary<(long, string?), WordingOfEvent>> ReadAsync(DashboardDbContext db, List<ConsentEvent> acts, AnswerNames names, CancellationToken cancellation)
    {
        var shown = acts.Where(e => e.NoticeVersionId is not null).Select(e => (Version: e.NoticeVersionId!.Value, e.Language)).Distinct().ToList();
        var ids = shown.Select(s => s.Version).Distinct().ToList();
        var versions = await db.NoticeVersions.AsNoTracking().Where(v => ids.Contains(v.Id))
            .Join(db.Notices.AsNoTracking(), v => v.NoticeId, n => n.Id, (v, n) => new { Version = v, n.SenderId }).ToDictionaryAsync(v => v.Version.Id, cancellation);
        var texts = (await db.NoticeTexts.AsNoTracking().Where(t => ids.Contains(t.NoticeVersionId)).ToListAsync(cancellation)).ToLookup(t => t.NoticeVersionId);
        var purposes = (await db.NoticeVersionPurposes.Where(p => ids.Contains(p.NoticeVersionId))
            .Join(db.Purposes.AsNoTracking(), p => p.PurposeId, p => p.Id, (link, purpose) => new { link.NoticeVersionId, Purpose = purpose }).ToListAsync(cancellation)).ToLookup(p => p.NoticeVersionId, p => p.Purpose);
        Dictionary<(long, string?), WordingOfEvent> wordings = [];
        foreach (var (id, language) in shown)
        {
            // An older event may name a language that the wording has no more precise text for.
            if (versions.TryGetValue(id, out var version) && (texts[id].FirstOrDefault(t => t.Language == language) ?? texts[id].OrderBy(t => t.Language).FirstOrDefault()) is { } text)
            {
                List<Purpose> hers = [.. purposes[id].OrderBy(p => p.Id)];
                wordings[(id, language)] = new(Read(version.Version, text, names[version.SenderId]!, hers), version.Version, hers);
            }
        }

        return wordings;
    }

    private static AnswerWording Read(NoticeVersion version, NoticeText text, string sender, List<Purpose> purposes)
    {
        var labels = NoticeLabels.Read(text.Labels);
        return new(
            $"{version.PublicId}-{text.Language}", sender, version.Number, text.Language, version.PublishedAt, text.Title, text.Body,
            version.Cells.Indexes().Where(labels.ContainsKey).ToDictionary(Cells.KeyOf, index => labels[index]),
            text.WhoWeAre, text.Frequency, [.. purposes.Select(p => p.In(text.Language))], text.Keeping, text.HowToWithdraw, version.PrivacyPolicyUrl,
            version.ContentHash is { } hash ? Convert.ToHexStringLower(hash) : null);
    }
}

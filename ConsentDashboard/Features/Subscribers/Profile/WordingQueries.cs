using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

public sealed class WordingQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    /// <summary>A wording in the language in which it was shown.</summary>
    /// <param name="versionId">Which wording.</param>
    /// <param name="language">The language that the event names.</param>
    /// <param name="contentHash">The content hash that the event holds; null: the one with which it was published.</param>
    public async Task<WordingDetails?> FindAsync(long versionId, string? language, byte[]? contentHash, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewSubscriber);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await (
            from v in db.NoticeVersions.AsNoTracking()
            join n in db.Notices on v.NoticeId equals n.Id
            where v.Id == versionId
            select new { Version = v, Notice = n }).FirstOrDefaultAsync(cancellation);
        var texts = await db.NoticeTexts.AsNoTracking().Where(t => t.NoticeVersionId == versionId).OrderBy(t => t.Language).ToListAsync(cancellation);
        if (found is null || (Shown(texts, language) ?? texts.FirstOrDefault()) is not { } text)
        {
            return null;
        }

        var purposes = await (
            from link in db.NoticeVersionPurposes
            join purpose in db.Purposes on link.PurposeId equals purpose.Id
            where link.NoticeVersionId == versionId
            orderby purpose.Id
            select purpose).ToListAsync(cancellation);
        var isRussian = text.Language.StartsWith("ru", StringComparison.Ordinal);
        return new(
            found.Notice.Name,
            found.Version.Number,
            text.Language,
            language,
            NoticeContent.HashOf(found.Notice, found.Version, texts, purposes).AsSpan().SequenceEqual(contentHash ?? found.Version.ContentHash),
            found.Version.PublishedAt,
            text.Title,
            text.Body,
            Labels(text.Labels),
            text.Frequency,
            text.HowToWithdraw,
            text.WhoWeAre,
            text.Keeping,
            [.. purposes.Select(purpose => isRussian ? purpose.TextRu : purpose.TextEn)],
            found.Version.PrivacyPolicyUrl);
    }

    private static NoticeText? Shown(List<NoticeText> texts, string? language) =>
        texts.Find(text => text.Language == language) ?? texts.Find(text => language is not null && language.Split('-')[0] == text.Language.Split('-')[0]);

    private static IReadOnlyList<string> Labels(string json)
    {
        try
        {
            return [.. JsonSerializer.Deserialize<SortedDictionary<string, string>>(json)!.Values];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

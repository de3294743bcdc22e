using ConsentDashboard.Components.Wording;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Notices;

/// <param name="Sender">The name that people know.</param>
/// <param name="Languages">All in which this version was published.</param>
public sealed record PublicNoticeDetails(WordingShown Wording, string Sender, int Number, DateTime PublishedAt, DateTime? RetiredAt, IReadOnlyList<string> Languages);

/// <summary>Published wordings, for anybody: a consent that names one must be checkable by the person who gave it.</summary>
public sealed class PublicNoticeQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    /// <returns>The wording, or null where there is none, it is a draft, or it does not speak the language.</returns>
    public async Task<PublicNoticeDetails?> FindAsync(PublicId versionId, string language, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await (
            from v in db.NoticeVersions.AsNoTracking()
            join n in db.Notices on v.NoticeId equals n.Id
            join s in db.Senders on n.SenderId equals s.Id
            where v.PublicId == versionId && v.Status != NoticeStatus.Draft
            select new { Version = v, Sender = s.Name }).FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return null;
        }

        var version = found.Version;
        var texts = await db.NoticeTexts.AsNoTracking().Where(t => t.NoticeVersionId == version.Id).OrderBy(t => t.Language).ToListAsync(cancellation);
        if (texts.Find(t => t.Language == language) is not { } text || version.PublishedAt is not { } publishedAt)
        {
            return null;
        }

        var purposes = await db.Purposes.AsNoTracking().Where(p => db.NoticeVersionPurposes.Any(l => l.NoticeVersionId == version.Id && l.PurposeId == p.Id)).ToListAsync(cancellation);
        return new(WordingShown.Of(version, text, purposes), found.Sender, version.Number, publishedAt, version.RetiredAt, texts.ConvertAll(t => t.Language));
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Notices;

public sealed class NoticeQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    public async Task<IReadOnlyList<NoticeRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewCollection);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var notices = await (
            from n in db.Notices.AsNoTracking()
            join s in db.Senders on n.SenderId equals s.Id
            orderby s.Name, n.Id
            select new { Notice = n, Sender = s.Name }).ToListAsync(cancellation);
        var points = await PointsAsync(db, null, cancellation);
        var versions = (await db.NoticeVersions.AsNoTracking()
            .Select(v => new { v.Id, v.NoticeId, Row = new VersionRow(v.PublicId, v.Number, v.Status, v.PublishedAt, v.RetiredAt, 0) })
            .ToListAsync(cancellation))
            .ToLookup(v => v.NoticeId, v => v.Row with { Points = points.GetValueOrDefault(v.Id) });
        return [.. notices.Where(n => versions.Contains(n.Notice.Id)).Select(n => Row(n.Notice, n.Sender, [.. versions[n.Notice.Id].OrderByDescending(v => v.Number)]))];
    }

    /// <returns>The notice with everything that its versions say, or null where there is none.</returns>
    public async Task<NoticeDetails?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewCollection);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var notice = await db.Notices.AsNoTracking().FirstOrDefaultAsync(n => n.PublicId == id, cancellation);
        if (notice is null)
        {
            return null;
        }

        var sender = await db.Senders.AsNoTracking().SingleAsync(s => s.Id == notice.SenderId, cancellation);
        var purposes = await db.Purposes.AsNoTracking().Where(p => p.SenderId == sender.Id).OrderBy(p => p.Id).ToListAsync(cancellation);
        var versions = await db.NoticeVersions.AsNoTracking().Where(v => v.NoticeId == notice.Id).OrderByDescending(v => v.Number).ToListAsync(cancellation);
        var texts = (await db.NoticeTexts.AsNoTracking().Where(t => db.NoticeVersions.Any(v => v.NoticeId == notice.Id && v.Id == t.NoticeVersionId)).ToListAsync(cancellation))
            .ToLookup(t => t.NoticeVersionId);
        var links = (await db.NoticeVersionPurposes.AsNoTracking().Where(l => db.NoticeVersions.Any(v => v.NoticeId == notice.Id && v.Id == l.NoticeVersionId)).ToListAsync(cancellation))
            .ToLookup(l => l.NoticeVersionId, l => l.PurposeId);
        var points = await PointsAsync(db, notice.Id, cancellation);
        return new(notice, sender, [.. versions.Select(v => new VersionDetails(
            v,
            [.. texts[v.Id].OrderBy(t => t.Language, StringComparer.Ordinal)],
            [.. purposes.Where(p => links[v.Id].Contains(p.Id))],
            points.GetValueOrDefault(v.Id)))], purposes);
    }

    public async Task<IReadOnlyList<SenderChoice>> SendersAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageCollection);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Senders.AsNoTracking().OrderBy(s => s.Name).Select(s => new SenderChoice(s.Id, s.Name, s.NeedsProcessingConsent)).ToListAsync(cancellation);
    }

    private static NoticeRow Row(Notice notice, string sender, List<VersionRow> versions)
    {
        var published = versions.Find(v => v.Status == NoticeStatus.Published);
        return new(notice.PublicId, notice.Name, sender, notice.Kind, versions[0], published?.Number, published?.PublishedAt, versions.Sum(v => v.Points));
    }

    // A point may show two wordings: one for contact, one for processing.
    private static async Task<Dictionary<long, int>> PointsAsync(DashboardDbContext db, long? noticeId, CancellationToken cancellation)
    {
        var shown = await db.CollectionPoints
            .Where(p => p.Status == CollectionPointStatus.Active && (noticeId == null || db.NoticeVersions.Any(v => v.NoticeId == noticeId && (v.Id == p.NoticeVersionId || v.Id == p.ProcessingNoticeVersionId))))
            .Select(p => new { p.NoticeVersionId, p.ProcessingNoticeVersionId })
            .ToListAsync(cancellation);
        return shown.SelectMany(p => new[] { p.NoticeVersionId, p.ProcessingNoticeVersionId }).OfType<long>().CountBy(id => id).ToDictionary();
    }
}

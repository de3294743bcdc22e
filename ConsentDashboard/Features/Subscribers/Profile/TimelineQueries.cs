using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

public sealed class TimelineQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    public const int PageSize = 50;

    // Withdrawals and opt-ins by staff are events, which stand here already.
    internal static readonly AuditAction[] Shown = [AuditAction.NumberRevealed, AuditAction.SubscriberFound, AuditAction.EvidenceViewed, AuditAction.BundleExported];

    /// <summary>One page of a person's history, newest first. What staff did is merged in for those who may see the audit.</summary>
    public async Task<TimelinePage> ReadAsync(long subscriberId, TimelineCursor from, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewSubscriber);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var events = await EventsAsync(db, subscriberId, from.Seq, cancellation);
        var audit = actor.Can(Permissions.ViewAudit) ? await Audit(db, subscriberId, from.AuditId).ToListAsync(cancellation) : [];
        var page = Merge(events, audit);
        return new(page, page.Count == events.Count + audit.Count ? null : new(
            page.LastOrDefault(row => row.Event is not null)?.Event!.Seq ?? from.Seq,
            page.LastOrDefault(row => row.Audit is not null)?.Audit!.Id ?? from.AuditId));
    }

    // Each keeps its own order: a cursor names an event and an entry, and nothing between them may be left out.
    private static List<TimelineRow> Merge(List<EventRow> events, List<AuditRow> audit)
    {
        List<TimelineRow> page = [];
        var (e, a) = (0, 0);
        while (page.Count < PageSize && (e < events.Count || a < audit.Count))
        {
            var takeEvent = a == audit.Count || (e < events.Count && events[e].RecordedAt >= audit[a].At);
            page.Add(takeEvent ? new(events[e++], null) : new(null, audit[a++]));
        }

        return page;
    }

    internal static IQueryable<ConsentEvent> Events(DashboardDbContext db, long subscriberId, int below) => db.ConsentEvents
        .Where(e => e.SubscriberId == subscriberId && e.Seq < below).OrderByDescending(e => e.Seq).Take(PageSize + 1);

    internal static IQueryable<AuditRow> Audit(DashboardDbContext db, long subscriberId, long below) => db.AuditEntries
        .Where(a => a.SubscriberId == subscriberId && a.Id < below && Shown.Contains(a.Action)).OrderByDescending(a => a.Id).Take(PageSize + 1)
        .Select(a => new AuditRow(a.Id, a.At, a.Action, a.ActorName, a.Subject, a.Reason));

    private static async Task<List<EventRow>> EventsAsync(DashboardDbContext db, long subscriberId, int below, CancellationToken cancellation)
    {
        var rows = await Events(db, subscriberId, below)
            .Select(e => new EventRow(
                e.Id, e.Seq, e.Type,
                db.Senders.Where(s => s.Id == e.SenderId).Select(s => s.Name).FirstOrDefault(),
                e.Kind, e.Cells, e.Assurance, e.Source, e.Method, e.OccurredAt, e.RecordedAt, e.Actor, null,
                db.CollectionPoints.Where(p => p.Id == e.CollectionPointId).Select(p => p.Name).FirstOrDefault(),
                db.NoticeVersions.Where(v => v.Id == e.NoticeVersionId)
                    .Select(v => new WordingRow(v.Id, db.Notices.Where(n => n.Id == v.NoticeId).Select(n => n.Name).First(), v.Number)).FirstOrDefault(),
                e.Language, e.IsTest,
                db.Evidence.Any(p => p.EventId == e.Id), e.EventKey))
            .ToListAsync(cancellation);
        var staff = await StaffNames.OfAsync(db, rows.Select(row => row.Actor), cancellation);
        var reasons = rows.Exists(HasReason) ? await ReasonsAsync(db, subscriberId, cancellation) : [];
        return [.. rows.Select(row => row with { StaffName = staff.GetValueOrDefault(row.Actor), Reason = HasReason(row) ? reasons.GetValueOrDefault((row.Type, row.RecordedAt)) : null })];
    }

    private static bool HasReason(EventRow row) => row.Type is ConsentEventType.HoldPlaced or ConsentEventType.Restricted;

    // Kept with what they set, not in the event; both begin at the event's time.
    private static async Task<Dictionary<(ConsentEventType, DateTime), string>> ReasonsAsync(DashboardDbContext db, long subscriberId, CancellationToken cancellation)
    {
        var holds = await db.Holds.Where(h => h.SubscriberId == subscriberId).Select(h => new { h.From, h.Reason }).ToListAsync(cancellation);
        var restrictions = await db.Restrictions.Where(r => r.SubscriberId == subscriberId).Select(r => new { r.From, r.Reason }).ToListAsync(cancellation);
        return holds.Select(row => (Key: (ConsentEventType.HoldPlaced, row.From), row.Reason))
            .Concat(restrictions.Select(row => (Key: (ConsentEventType.Restricted, row.From), row.Reason)))
            .Where(row => row.Reason.Length > 0)
            .GroupBy(row => row.Key)
            .ToDictionary(group => group.Key, group => string.Join("; ", group.Select(row => row.Reason)));
    }
}

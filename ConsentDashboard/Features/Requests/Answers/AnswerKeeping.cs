using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>What else is kept of a person: what waits and what rests, what staff asked and looked at, what she asked before.</summary>
internal static class AnswerKeeping
{
    private const int Slice = 500;

    private static readonly AuditAction[] Looks =
        [AuditAction.NumberRevealed, AuditAction.SubscriberFound, AuditAction.EvidenceViewed, AuditAction.BundleExported, AuditAction.MessageViewed, AuditAction.RestrictedOpened];

    public static async Task<AnswerDocument> AddAsync(
        DashboardDbContext db, AnswerLimits limits, RequestStore store, AnswerNames names, IReadOnlyList<ConsentEvent> acts, long person, PersonRequest request, AnswerDocument document)
    {
        var pending = await limits.ReadAsync(db.PendingRequests.AsNoTracking().Where(p => p.SubscriberId == person).OrderBy(p => p.SenderId).ThenBy(p => p.Id));
        var reach = await limits.ReadAsync(db.Reachability.AsNoTracking().Where(r => r.SubscriberId == person).OrderBy(r => r.Id));
        var annulments = await limits.ReadAsync(db.AnnulmentRequests.AsNoTracking().Where(a => a.SubscriberId == person).OrderBy(a => a.Id));
        var looks = await limits.ReadAsync(db.AuditEntries.Where(a => a.SubscriberId == person && Looks.Contains(a.Action)).OrderBy(a => a.Id).Select(a => new AnswerLook(a.At, a.Action)));
        var earlier = await limits.ReadAsync(db.PersonRequests.AsNoTracking().Where(r => r.SubscriberId == person && r.Id != request.Id).OrderBy(r => r.Id));
        return document with
        {
            Pending = [.. pending.Select(p => new AnswerPending(names[p.SenderId]!, p.Kind, p.Cells, p.Language, p.CreatedAt, p.ExpiresAt))],
            Intervals =
            [
                .. await IntervalsAsync(limits, "hold", db.Holds, person),
                .. await IntervalsAsync(limits, "pause", db.Pauses, person),
                .. await IntervalsAsync(limits, "restriction", db.Restrictions, person),
            ],
            Reachability = [.. reach.Select(r => new AnswerReachability(r.Status, r.Since, r.From, AnswerTimes.OrNull(r.To), r.Source))],
            Origins = await OriginsAsync(db, limits, acts),
            Annulments = [.. annulments.Select(a => new AnswerAnnulment(a.RequestedAt, a.Status, a.DecidedAt, NumbersInText.Mask(a.Reason), NumbersInText.Mask(a.EvidenceReference), NumbersInText.Mask(a.DecisionNote)))],
            Looks = looks,
            Requests = [.. earlier.Select(r => new AnswerEarlier($"{r.PublicId}", r.Law, r.Kind, r.ReceivedAt, r.ClosedAt, r.Outcome, r.OutcomeReason, store.DetailsOf(r)))],
        };
    }

    private static async Task<IEnumerable<AnswerInterval>> IntervalsAsync<T>(AnswerLimits limits, string what, DbSet<T> set, long person)
        where T : SubscriberInterval
    {
        var rows = await limits.ReadAsync(set.AsNoTracking().Where(i => i.SubscriberId == person).OrderBy(i => i.Id));
        return rows.Select(i => new AnswerInterval(what, i.From, AnswerTimes.OrNull(i.To), i is Hold || i.Reason.Length == 0 ? null : NumbersInText.Mask(i.Reason)));
    }

    // By key: each is one asserted withdrawal's.
    private static async Task<IReadOnlyList<AnswerOrigin>> OriginsAsync(DashboardDbContext db, AnswerLimits limits, IReadOnlyList<ConsentEvent> acts)
    {
        List<AnswerOrigin> origins = [];
        foreach (var ids in acts.Where(e => e is { Type: ConsentEventType.Withdrawn, Assurance: Assurance.Asserted }).Select(e => e.Id).Chunk(Slice))
        {
            origins.AddRange(await limits.ReadAsync(db.WithdrawalOrigins.Where(o => ids.Contains(o.EventId)).OrderBy(o => o.EventId).Select(o => new AnswerOrigin(o.Kind, o.At))));
        }

        return origins;
    }
}

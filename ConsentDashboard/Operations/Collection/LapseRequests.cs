using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Collection;

/// <summary>
/// Ends the requests whose window is over. The cells are as they were; a number that is known only because somebody
/// typed it, and that nobody confirmed, is erased: a stranger must not get a number kept. Where a hold or a request of hers
/// keeps the number for now, its last request waits with it, so that it is looked at again.
/// </summary>
public sealed class LapseRequests(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    private const int Slice = 100;

    private static readonly Actor Worker = Actor.System("confirmations");

    /// <returns>How many requests lapsed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var lapsed = 0;
        while (true)
        {
            var due = await DueAsync(cancellation);
            if (due.Count == 0)
            {
                return lapsed;
            }

            var ended = await EndAsync(due, cancellation);

            // In maintenance nothing is recorded; the next round finds the same requests.
            if (ended == 0)
            {
                return lapsed;
            }

            lapsed += ended;
        }
    }

    internal static IQueryable<PendingRequest> Due(DashboardDbContext db, DateTime now, bool isHoldBeingPlaced) => db.PendingRequests.AsNoTracking()
        .Where(p => p.ExpiresAt <= now
            && (db.ConsentEvents.Any(e => e.SubscriberId == p.SubscriberId && !e.IsTest && !ActRules.NobodysActs.Contains(e.Type))
                || (!isHoldBeingPlaced
                    && !db.Holds.Any(h => h.SubscriberId == p.SubscriberId && h.To > now)
                    && !db.PersonRequests.Any(r => r.SubscriberId == p.SubscriberId && r.Status != RequestStatus.Closed))))
        .OrderBy(p => p.ExpiresAt)
        .Take(Slice);

    private async Task<int> EndAsync(List<PendingRequest> due, CancellationToken cancellation)
    {
        List<ConsentAct> acts = [.. due.Select(Lapse), .. due.Select(request => request.SubscriberId).Distinct().Select(Erase)];
        try
        {
            var outcomes = await ledger.RecordSliceAsync(ledger.PrepareSlice(acts, (_, written) => KeptSince(written) ? throw new KeptException() : Task.CompletedTask), cancellation: cancellation);
            return outcomes.Take(due.Count).Count(outcome => !outcome.Failed);
        }
        catch (KeptException)
        {
            return 0;
        }
    }

    private static bool KeptSince(IReadOnlyList<Result<RecordedAct>> outcomes) =>
        outcomes.Any(outcome => outcome.Error == LedgerErrors.Held || outcome.Error == LedgerErrors.HoldBeingPlaced || outcome.Error == LedgerErrors.Asking);

    private async Task<List<PendingRequest>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        return await Due(db, now, await HoldsBeingPlaced.Of(db).AnyAsync(cancellation)).ToListAsync(cancellation);
    }

    private ConsentAct Lapse(PendingRequest request) => new()
    {
        SubscriberId = request.SubscriberId,
        Language = request.Language,
        Type = ConsentEventType.Lapsed,
        SenderId = request.SenderId,
        Kind = request.Kind,
        Cells = request.Cells,
        Source = Source.System,
        OccurredAt = clock.UtcMilliseconds(),
        Actor = Worker,
        NoticeVersionId = request.NoticeVersionId,
        CollectionPointId = request.CollectionPointId,
        RefersTo = request.EventKey,
        AnswersPending = true,
        IsTest = request.IsTest,
    };

    private ConsentAct Erase(long subscriberId) => new()
    {
        SubscriberId = subscriberId,
        Type = ConsentEventType.Erased,
        Source = Source.System,
        OccurredAt = clock.UtcMilliseconds(),
        Actor = Worker,
        OnlyIfUnconfirmed = true,
        UnlessAsked = true,
    };

    // Something that keeps a number came after the look: nothing of the slice counts, and the next round leaves it out.
    private sealed class KeptException : Exception;
}

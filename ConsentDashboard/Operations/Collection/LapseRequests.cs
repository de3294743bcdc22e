using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Collection;

/// <summary>
/// Ends the requests whose window is over. The cells are as they were; a number that is known only because somebody
/// typed it, and that nobody confirmed, is erased: a stranger must not get a number kept.
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

            var outcomes = await ledger.RecordSliceAsync([.. due.Select(Lapse)], cancellation: cancellation);

            // In maintenance nothing is recorded; the next round finds the same requests.
            if (outcomes.All(outcome => outcome.Failed))
            {
                return lapsed;
            }

            lapsed += outcomes.Count(outcome => !outcome.Failed);
            await ledger.RecordSliceAsync([.. due.Select(request => request.SubscriberId).Distinct().Select(Erase)], cancellation: cancellation);
        }
    }

    private async Task<List<PendingRequest>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        return await db.PendingRequests.AsNoTracking().Where(p => p.ExpiresAt <= now).OrderBy(p => p.ExpiresAt).Take(Slice).ToListAsync(cancellation);
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
    };
}

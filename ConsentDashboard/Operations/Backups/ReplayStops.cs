using System.Runtime.CompilerServices;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Backups;

/// <summary>Records again each stop of a journal's batches that the database does not have, in their order.</summary>
public sealed class ReplayStops(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, NumberVault vault)
{
    private const int Slice = 200;

    /// <returns>How many there are, those of a run before counted again; failed where the ledger took one of them not.</returns>
    public async Task<Result<(int Withdrawals, int Erasures)>> ExecuteAsync(AnchorJournal journal, int generation, Actor actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var acts = new StopActs(generation, actor, await db.Senders.Select(s => s.Id).ToHashSetAsync(cancellation));
        var (withdrawals, erasures) = (0, 0);
        await foreach (var slice in SlicesAsync(db, journal, generation, cancellation))
        {
            var recorded = await RecordAsync(acts, slice, cancellation);
            if (recorded.Failed)
            {
                return recorded.Error;
            }

            erasures += recorded.Value.Count(act => act.Type == ConsentEventType.Erased);
            withdrawals += recorded.Value.Count(act => act.Type == ConsentEventType.Withdrawn);
        }

        return (withdrawals, erasures);
    }

    private async IAsyncEnumerable<List<ReplayedStop>> SlicesAsync(DashboardDbContext db, AnchorJournal journal, int generation, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<ReplayedStop> slice = [];
        await foreach (var batch in LostBatches.OfAsync(db, journal, cancellation))
        {
            var wrapped = AnchorJournal.Wrap(batch, generation, vault.WrapOnce);
            slice.AddRange(wrapped.Stops.Select((stop, place) => new ReplayedStop(wrapped, stop, place)));
            if (slice.Count >= Slice)
            {
                yield return slice;
                slice = [];
            }
        }

        if (slice.Count > 0)
        {
            yield return slice;
        }
    }

    private async Task<Result<List<ConsentAct>>> RecordAsync(StopActs acts, List<ReplayedStop> stops, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await RowsAsync(db, stops, cancellation);
        List<ConsentAct> slice = [.. stops.Select(stop => acts.Of(stop, rows)).OfType<ConsentAct>()];
        var recorded = await ledger.RecordSliceAsync(slice, cancellation: cancellation);

        // The hold was released before she was erased; what released it was lost with everything else.
        List<ConsentAct> held = [.. slice.Where((_, i) => recorded[i].Error == LedgerErrors.Held)];
        if (held.Count > 0)
        {
            await ledger.RecordSliceAsync([.. held.Select(acts.Release)], cancellation: cancellation);
            recorded = [.. recorded.Where(outcome => outcome.Error != LedgerErrors.Held), .. await ledger.RecordSliceAsync(held, cancellation: cancellation)];
        }

        return recorded.Select(outcome => outcome.Error).FirstOrDefault(error => error is not null && error != LedgerErrors.Erased) is { } refused ? refused : slice;
    }

    // A number that nothing but unanswered requests made known is nobody's: its erasure leaves no suppression, as before.
    private static async Task<Dictionary<PublicId, ErasedRow>> RowsAsync(DashboardDbContext db, List<ReplayedStop> stops, CancellationToken cancellation)
    {
        List<PublicId> names = [.. stops.Where(stop => stop.Stop.Kind == JournalStopKind.Row).Select(stop => stop.Stop.Subscriber).Distinct()];
        return names.Count == 0
            ? []
            : await db.Subscribers.Where(s => names.Contains(s.PublicId))
                .Select(s => new { s.PublicId, s.Id, IsHers = db.ConsentEvents.Any(e => e.SubscriberId == s.Id && e.Type != ConsentEventType.Requested && e.Type != ConsentEventType.Lapsed) })
                .ToDictionaryAsync(s => s.PublicId, s => new ErasedRow(s.Id, s.IsHers), cancellation);
    }
}

using System.Runtime.CompilerServices;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Backups;

/// <summary>How many of a journal's stops are recorded again, those of a run before counted too.</summary>
/// <param name="Restrictions">Without those of people whom the database has as restricted or erased already.</param>
public sealed record ReplayedStops(int Withdrawals, int Restrictions, int Erasures);

/// <summary>Records again each stop of a journal's batches that the database does not have, in their order.</summary>
public sealed class ReplayStops(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, NumberVault vault)
{
    private const int Slice = 200;

    /// <returns>Failed where the ledger took one of them not.</returns>
    public async Task<Result<ReplayedStops>> ExecuteAsync(AnchorJournal journal, int generation, Actor actor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var acts = new StopActs(generation, actor, await db.Senders.Select(s => s.Id).ToHashSetAsync(cancellation));
        var (withdrawals, restrictions, erasures) = (0, 0, 0);
        await foreach (var slice in SlicesAsync(db, journal, generation, cancellation))
        {
            var recorded = await RecordAsync(acts, slice, cancellation);
            if (recorded.Failed)
            {
                return recorded.Error;
            }

            withdrawals += recorded.Value.Count(type => type == ConsentEventType.Withdrawn);
            restrictions += recorded.Value.Count(type => type == ConsentEventType.Restricted);
            erasures += recorded.Value.Count(type => type == ConsentEventType.Erased);
        }

        return new ReplayedStops(withdrawals, restrictions, erasures);
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

    /// <returns>What the ledger has of them now.</returns>
    private async Task<Result<List<ConsentEventType>>> RecordAsync(StopActs acts, List<ReplayedStop> stops, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await RowsAsync(db, stops, cancellation);
        List<ConsentAct> slice = [.. stops.Select(stop => acts.Of(stop, rows)).OfType<ConsentAct>()];
        List<Result<RecordedAct>> recorded = [.. await ledger.RecordSliceAsync(slice, cancellation: cancellation)];
        for (var i = 0; i < slice.Count; i++)
        {
            recorded[i] = recorded[i].Error == LedgerErrors.Held ? await RecordHeldAsync(acts, slice[i], cancellation) : recorded[i];
        }

        return recorded.Select(outcome => outcome.Error).FirstOrDefault(error => error is not null && error != LedgerErrors.Erased && error != LedgerErrors.Restricted) is { } refused
            ? refused
            : slice.Where((_, i) => !recorded[i].Failed).Select(act => act.Type).ToList();
    }

    // The hold was released before she was restricted or erased; what released it was lost with everything else. Restricted
    // and then erased, she is released once.
    private async Task<Result<RecordedAct>> RecordHeldAsync(StopActs acts, ConsentAct act, CancellationToken cancellation)
    {
        var recorded = await ledger.RecordSliceAsync([act], cancellation: cancellation);
        if (recorded[0].Error == LedgerErrors.Held)
        {
            await ledger.RecordSliceAsync([acts.Release(act)], cancellation: cancellation);
            recorded = await ledger.RecordSliceAsync([act], cancellation: cancellation);
        }

        return recorded[0];
    }

    private static async Task<Dictionary<PublicId, NamedRow>> RowsAsync(DashboardDbContext db, List<ReplayedStop> stops, CancellationToken cancellation)
    {
        List<PublicId> names = [.. stops.Where(stop => stop.Stop.NamesRow).Select(stop => stop.Stop.Subscriber).Distinct()];
        return names.Count == 0 ? [] : await Rows(db, names).ToDictionaryAsync(row => row.Name, cancellation);
    }

    // A number that nothing but unanswered requests made known is nobody's: its erasure leaves no suppression, as before.
    internal static IQueryable<NamedRow> Rows(DashboardDbContext db, List<PublicId> names) => db.Subscribers
        .Where(s => names.Contains(s.PublicId))
        .Select(s => new NamedRow(s.PublicId, s.Id, db.ConsentEvents.Any(e => e.SubscriberId == s.Id && !e.IsTest && !ActRules.NobodysActs.Contains(e.Type))));
}

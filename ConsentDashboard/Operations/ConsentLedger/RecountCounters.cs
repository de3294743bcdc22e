using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>How many events were counted again, and how many counters differed.</summary>
public sealed record RecountedCounters(long Events, long Mended);

/// <summary>
/// Counts the ledger up to one moment anew, slice by slice while others write, and adds what the counters lacked at that
/// moment: what is recorded meanwhile is counted as ever, and comes on top. How soon after their arrival withdrawals were
/// effective no event keeps; those counters stay as they are.
/// </summary>
public sealed class RecountCounters(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit)
{
    private const int Slice = 500;

    private static readonly CounterMetric[] Metrics =
        [.. Enum.GetValues<CounterMetric>().Except([CounterMetric.FastOptOutsBySource, CounterMetric.OptOutDelays])];

    public async Task<RecountedCounters> ExecuteAsync(Actor actor, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.VerifyLedger);
        var (lastEvent, stored) = await StartAsync(cancellation);
        var recount = new LedgerRecount(contexts, lastEvent);
        await recount.RunAsync(progress, cancellation);
        var lacking = recount.Counts.ToDictionary(count => count.Key, count => count.Value);
        foreach (var reading in stored)
        {
            var key = (reading.Metric, reading.Day, reading.Dimension);
            lacking[key] = lacking.GetValueOrDefault(key) - reading.Value;
        }

        List<Counter> differing = [.. lacking.Where(count => count.Value != 0).Select(count => new Counter { Metric = count.Key.Metric, Day = count.Key.Day, Dimension = count.Key.Dimension, Value = count.Value })];
        foreach (var some in differing.Chunk(Slice))
        {
            await AddAsync(some, cancellation);
        }

        await audit.RecordAsync(new(actor, AuditAction.ConsentRebuilt, Details: $$"""{"events":{{recount.Events}},"counters":{{differing.Count}}}"""), cancellation);
        return new(recount.Events, differing.Count);
    }

    // The head is claimed while they are read: all counters then know the same last event.
    private Task<(long LastEvent, List<CounterReading> Stored)> StartAsync(CancellationToken cancellation) => AloneAsync(
        async db => (
            await db.LedgerHead.Select(h => h.LastEventId).SingleAsync(cancellation),
            await CounterReadings.Sums(db, Metrics, Domain.Times.NotYet, Domain.Times.Never).ToListAsync(cancellation)),
        cancellation);

    private Task<bool> AddAsync(Counter[] differing, CancellationToken cancellation) => AloneAsync(
        async db =>
        {
            using var counters = new TableWriter<Counter>(db);
            await counters.InsertAsync(await counters.AddAsync(differing, nameof(Counter.Value), cancellation), cancellation);
            return true;
        },
        cancellation);

    private async Task<T> AloneAsync<T>(Func<DashboardDbContext, Task<T>> work, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var outer = await contexts.CreateDbContextAsync(cancellation);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await LedgerHeads.TakeAsync(db, cancellation);
            var done = await work(db);
            await transaction.CommitAsync(cancellation);
            return done;
        });
    }
}

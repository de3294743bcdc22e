using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Counters;

/// <summary>The counters are never more than what the ledger says, and can be had again from it.</summary>
public sealed class RecountingTests
{
    private static readonly Actor Somebody = Actor.System("test");

    // No event keeps when it arrived.
    private static readonly CounterMetric[] OfArrivals = [CounterMetric.FastOptOutsBySource, CounterMetric.OptOutDelays];

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task After_any_history_a_recount_finds_nothing_to_mend(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await History.Steps.SampleAsync(steps => CheckAsync(provider, steps), iter: 6, threads: 1);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Counters_that_are_lost_or_wrong_come_back(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await PlayAsync(here);
        await here.Get<CounterFolding>().FoldAllAsync(cancellation: TestContext.Current.CancellationToken);
        await here.Ledger.RecordAsync(here.OptIn(9));
        var before = await EverythingAsync(here);
        await using (var db = here.Open())
        {
            await db.Counters.Where(c => c.Metric != CounterMetric.EventsByType && !OfArrivals.Contains(c.Metric)).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            await db.Counters.Where(c => c.Metric == CounterMetric.EventsByType).ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 3), TestContext.Current.CancellationToken);
        }

        Assert.NotEqual(before, await EverythingAsync(here));
        var recounted = await here.Get<RecountCounters>().ExecuteAsync(Somebody, cancellation: TestContext.Current.CancellationToken);

        Assert.True(recounted.Mended > 0);
        Assert.Equal(before, await EverythingAsync(here));
        await using var after = here.Open();
        Assert.Equal(AuditAction.ConsentRebuilt, (await after.AuditEntries.SingleAsync(TestContext.Current.CancellationToken)).Action);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_is_recorded_during_a_recount_is_counted_once(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await PlayAsync(here);
        await using (var db = here.Open())
        {
            await db.CounterDeltas.Where(d => !OfArrivals.Contains(d.Metric)).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        }

        // The first slice that was counted tells of itself; by then these people have been read, and act again.
        var acted = false;
        await here.Get<RecountCounters>().ExecuteAsync(Somebody, new Told(() =>
        {
            if (!acted)
            {
                acted = true;
                Task.Run(() => ActAsync(here)).GetAwaiter().GetResult();
            }
        }), TestContext.Current.CancellationToken);

        Assert.True(acted);
        Assert.Equal(0, (await here.Get<RecountCounters>().ExecuteAsync(Somebody, cancellation: TestContext.Current.CancellationToken)).Mended);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task People_who_acted_since_are_counted_as_they_were(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await PlayAsync(here);
        var before = await EverythingAsync(here);
        await using var db = here.Open();
        var lastEvent = (await db.LedgerHead.SingleAsync(TestContext.Current.CancellationToken)).LastEventId;
        await ActAsync(here);

        var recount = new LedgerRecount(here.Database.Contexts, lastEvent);
        await recount.RunAsync(progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(
            before.Where(reading => !OfArrivals.Contains(reading.Metric)),
            recount.Counts.Where(count => count.Value != 0).Select(count => new CounterReading(count.Key.Metric, count.Key.Day, count.Key.Dimension, count.Value)).OrderBy(reading => (reading.Metric, reading.Day, reading.Dimension)));
    }

    private static async Task CheckAsync(DatabaseProvider provider, HistoryStep[] steps)
    {
        await using var here = await Installation.CreateAsync(provider);
        await History.PlayAsync(here, steps);
        await here.Ledger.RecordAsync(here.OptIn(1) with { Type = ConsentEventType.Restricted, SenderId = null, Source = Source.Policy });
        await here.Ledger.RecordAsync(here.OptIn(2) with { Type = ConsentEventType.Erased, SenderId = null, Source = Source.Policy });
        var before = await EverythingAsync(here);

        Assert.Equal(0, (await here.Get<RecountCounters>().ExecuteAsync(Somebody)).Mended);
        Assert.Equal(before, await EverythingAsync(here));
    }

    private static async Task PlayAsync(Installation here)
    {
        for (var number = 1; number <= 5; number++)
        {
            await here.Ledger.RecordAsync(here.OptIn(number));
            await here.Ledger.RecordAsync(here.OptIn(number, ConsentCells.All, here.Bank));
            here.Database.Clock.Advance(TimeSpan.FromHours(9));
        }

        await here.Ledger.RecordAsync(here.Stop(1, sender: here.Shop));
        await here.Ledger.RecordAsync(here.Stop(2));
    }

    private static async Task ActAsync(Installation here)
    {
        await here.Ledger.RecordAsync(here.Stop(3));
        await here.Ledger.RecordAsync(here.OptIn(4) with { Type = ConsentEventType.Erased, SenderId = null, Source = Source.Policy });
        await here.Ledger.RecordAsync(here.OptIn(5) with { Type = ConsentEventType.Restricted, SenderId = null, Source = Source.Policy });
        await here.Ledger.RecordAsync(here.OptIn(6));
    }

    private static async Task<List<CounterReading>> EverythingAsync(Installation here) =>
        [.. (await here.Get<CounterReadings>().ReadAsync(Enum.GetValues<CounterMetric>(), DateTime.UnixEpoch)).Where(reading => reading.Value != 0).OrderBy(reading => (reading.Metric, reading.Day, reading.Dimension))];

    private sealed class Told(Action tell) : IProgress<long>
    {
        public void Report(long value) => tell();
    }
}

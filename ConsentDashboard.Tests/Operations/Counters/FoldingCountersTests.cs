using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsentDashboard.Tests.Operations.Counters;

/// <summary>What the counters say never depends on how far they are folded.</summary>
public sealed class FoldingCountersTests
{
    private static readonly Gen<(HistoryStep[], int[])> Histories = Gen.Select(History.Steps, Gen.Int[0, 6].Array[40]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Readings_agree_with_a_recount_at_any_moment_of_folding(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await Histories.SampleAsync(history => CheckAsync(provider, history.Item1, history.Item2), iter: 6, threads: 1);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Two_processes_that_fold_at_once_count_nothing_twice(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await RecordDaysAsync(here, 40);
        var before = await EverythingAsync(here);

        await Task.WhenAll(Folder(here).FoldAllAsync(1, Token), Folder(here).FoldAllAsync(2, Token), Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(before, await EverythingAsync(here));
            }
        }, Token));

        Assert.Equal(before, await EverythingAsync(here));
        await using var db = here.Open();
        Assert.False(await db.CounterDeltas.AnyAsync(Token));
        Assert.Equal(40, (await db.LedgerHead.SingleAsync(Token)).CountedSeq);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_slice_ends_with_a_whole_batch(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await RecordDaysAsync(here, 3);

        Assert.True(await Folder(here).FoldAsync(1, Token));
        Assert.True(await Folder(here).FoldAsync(1, Token));
        Assert.False(await Folder(here).FoldAsync(1, Token));
        Assert.False(await Folder(here).FoldAsync(1, Token));
    }

    [Fact]
    public async Task Acts_are_counted_by_day_source_and_point()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await here.Ledger.RecordAsync(here.Stop(2));

        var readings = await here.Get<CounterReadings>().ReadAsync(Enum.GetValues<CounterMetric>(), DateTime.UnixEpoch, Token);
        var standings = await here.Get<CounterReadings>().StandingsAsync(Token);

        var (first, second) = (new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 6, 2, 0, 0, 0, DateTimeKind.Utc));
        Assert.Contains(new(CounterMetric.OptInsBySource, first, (long)Source.HostedForm, 2), readings);
        Assert.Contains(new(CounterMetric.ProvenOptInsBySource, first, (long)Source.HostedForm, 2), readings);
        Assert.Contains(new(CounterMetric.OptInsByPoint, first, here.ShopForm.Id, 2), readings);
        Assert.Contains(new(CounterMetric.OptOutsBySource, second, (long)Source.SmsReply, 1), readings);
        Assert.Contains(new(CounterMetric.FastOptOutsBySource, second, (long)Source.SmsReply, 1), readings);
        Assert.Equal(new Dictionary<Standing, long> { [Standing.Contactable] = 1, [Standing.Withdrawn] = 1 }, standings);
    }

    [Fact]
    public async Task A_point_counts_what_became_of_those_who_were_asked_there()
    {
        await using var here = await Installation.CreateAsync();
        var asked = here.OptIn(1) with { Type = ConsentEventType.Requested };
        await here.Ledger.RecordAsync(asked);
        await here.Ledger.RecordAsync(here.OptIn(2) with { Type = ConsentEventType.Refused });
        await here.Ledger.RecordAsync(here.OptIn(3));
        await here.Ledger.RecordAsync(here.OptIn(3) with { Kind = ConsentKind.Processing });
        await here.Ledger.RecordAsync(here.OptIn(4) with { IsTest = true });
        here.Database.Clock.Advance(TimeSpan.FromHours(1));
        await here.Ledger.RecordAsync(here.OptIn(1) with { Type = ConsentEventType.Lapsed, RefersTo = asked.EventKey, Source = Source.System, Method = Method.None, Evidence = null });
        await here.Ledger.RecordAsync(here.Stop(3));
        await here.Ledger.RecordAsync(here.Stop(3));

        Assert.Equal(
            [(CounterMetric.GivenByPoint, 1), (CounterMetric.RequestedByPoint, 1), (CounterMetric.LapsedByPoint, 1), (CounterMetric.RefusedByPoint, 1), (CounterMetric.RegrettedByPoint, 1)],
            await AtTheFormAsync(here));
    }

    [Fact]
    public async Task A_withdrawal_counts_for_the_point_within_30_days_and_from_her_sender_only()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        await here.Ledger.RecordAsync(here.Stop(1, sender: here.Bank));
        here.Database.Clock.Advance(TimeSpan.FromDays(31));
        await here.Ledger.RecordAsync(here.Stop(2));

        Assert.Equal([(CounterMetric.GivenByPoint, 2)], await AtTheFormAsync(here));
    }

    private static async Task<IEnumerable<(CounterMetric, int)>> AtTheFormAsync(Installation here) =>
        (await here.Get<CounterReadings>().ReadAsync([CounterMetric.GivenByPoint, CounterMetric.RequestedByPoint, CounterMetric.LapsedByPoint, CounterMetric.RefusedByPoint, CounterMetric.RegrettedByPoint], DateTime.UnixEpoch, Token))
            .Where(reading => reading.Dimension == here.ShopForm.Id).GroupBy(reading => reading.Metric).OrderBy(same => same.Key).Select(same => (same.Key, (int)same.Sum(reading => reading.Value)));

    private static async Task CheckAsync(DatabaseProvider provider, HistoryStep[] steps, int[] folds)
    {
        await using var here = await Installation.CreateAsync(provider);
        foreach (var (index, step) in steps.Index())
        {
            await History.PlayAsync(here, [step]);
            if (folds[index] is var rows and > 0)
            {
                await Folder(here).FoldAsync(rows);
            }

            await using var db = here.Open();
            Assert.Equal(await RecountStandingsAsync(db), await here.Get<CounterReadings>().StandingsAsync());
            Assert.Equal(await RecountWithdrawalsAsync(db), (await here.Get<CounterReadings>().ReadAsync([CounterMetric.OptOutsBySource], DateTime.UnixEpoch)).Sum(reading => reading.Value));
        }
    }

    private static async Task<Dictionary<Standing, long>> RecountStandingsAsync(DashboardDbContext db) =>
        await db.Subscribers.GroupBy(s => s.Standing).Select(all => new { all.Key, Count = all.LongCount() }).ToDictionaryAsync(all => all.Key, all => all.Count);

    private static async Task<long> RecountWithdrawalsAsync(DashboardDbContext db) => await db.ConsentEvents.LongCountAsync(e => e.Type == ConsentEventType.Withdrawn);

    private static async Task<List<CounterReading>> EverythingAsync(Installation here) =>
        [.. (await here.Get<CounterReadings>().ReadAsync(Enum.GetValues<CounterMetric>(), DateTime.UnixEpoch)).OrderBy(reading => (reading.Metric, reading.Day, reading.Dimension))];

    private static async Task RecordDaysAsync(Installation here, int days)
    {
        for (var day = 0; day < days; day++)
        {
            await here.Ledger.RecordAsync(here.OptIn(day));
            here.Database.Clock.Advance(TimeSpan.FromHours(12));
        }
    }

    // A gate of its own, as another process has.
    private static CounterFolding Folder(Installation here) =>
        new(here.Database.Contexts, new WriteGate(), new LedgerFeed(), here.Database.Clock, NullLogger<CounterFolding>.Instance);
}

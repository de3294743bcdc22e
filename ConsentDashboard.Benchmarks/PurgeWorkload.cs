using System.Diagnostics;
using System.Globalization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>Inactive numbers previewed and erased, about a fifth of the list, while people say STOP and staff read pages; the usual way is Entity Framework's change tracking.</summary>
internal static class PurgeWorkload
{
    private const int NaivePeople = 2_000;

    private static readonly TimeSpan BetweenStops = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenPages = TimeSpan.FromMilliseconds(20);
    private static readonly Actor Staff = Actor.System("bench");

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CopyAsync(subscribers);
        await database.StartAsync();
        var policy = await PolicyAsync(database, subscribers / 5);
        var memory = new MemoryPeak();
        var watch = Stopwatch.StartNew();
        var run = await PreviewAsync(database, policy);
        var preview = watch.Elapsed;
        Console.Error.WriteLine($"  {run.Total} due, previewed in {preview.TotalMilliseconds:0} ms");

        var (stops, pages) = (new Timings(), new Timings());
        using var ending = new CancellationTokenSource();
        var beside = Task.WhenAll(StopAsync(database, stops, ending.Token), ReadAsync(database, pages, ending.Token));
        watch.Restart();
        var done = await EraseAsync(database, run);
        var elapsed = watch.Elapsed;
        await ending.CancelAsync();
        await beside;
        var peakMb = (await memory.StopAsync()).WorkingSet / 1e6;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {done.Cleaned / elapsed.TotalSeconds:0}/s"));
        var report = await database.Get<LedgerVerification>().VerifyAsync(Staff);
        if (!report.Holds || done.Cleaned == 0)
        {
            throw new InvalidOperationException($"The ledger does not hold: {report.First}; {done.Cleaned} cleaned.");
        }

        return new Figures("purge", subscribers)
            .Add("due", done.Total)
            .Add("cleaned", done.Cleaned)
            .Add("previewMs", preview.TotalMilliseconds)
            .Add("erasedPerSecond", done.Cleaned / elapsed.TotalSeconds)
            .Add("naiveErasedPerSecond", await NaiveErasure.RunAsync(database, NaivePeople))
            .Add("stopP50Ms", stops.P50)
            .Add("stopP99Ms", stops.P99)
            .Add("pageP50Ms", pages.P50)
            .Add("pageP99Ms", pages.P99)
            .Add("peakMb", peakMb);
    }

    // The longest period that a fifth of the list is inactive for.
    private static async Task<RetentionPolicy> PolicyAsync(BenchDatabase database, int wanted)
    {
        await using var db = database.Open();
        var days = 1000;
        while (days > 10 && await DueAsync(days) < wanted)
        {
            days -= 10;
        }

        var policy = new RetentionPolicy
        {
            PublicId = PublicId.Create(),
            Name = "bench",
            IsOn = true,
            Trigger = RetentionTrigger.Inactive,
            Period = days,
            Unit = RetentionUnit.Days,
            Action = RetentionAction.Erase,
            CreatedAt = database.Now,
            UpdatedAt = database.Now,
        };
        db.Add(policy);
        await db.SaveChangesAsync();
        return policy;

        Task<int> DueAsync(int period)
        {
            var before = database.Now.AddDays(-period);
            return db.Subscribers.CountAsync(s => s.LastActivityAt < before && s.FirstSeenAt < before && s.Cipher != null && s.RestrictedAt == null && s.Standing != Domain.Subscribers.Standing.Withdrawn);
        }
    }

    private static async Task<RetentionRun> PreviewAsync(BenchDatabase database, RetentionPolicy policy)
    {
        var run = await database.Get<PreviewRetention>().ExecuteAsync(new(policy, "bench", "bench", Staff));
        return run.Failed ? throw new InvalidOperationException(run.Error.Key) : run.Value;
    }

    private static async Task<RetentionRun> EraseAsync(BenchDatabase database, RetentionRun run)
    {
        await using var db = database.Open();
        await db.RetentionRuns.Where(r => r.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, JobStatus.Waiting));
        await database.Get<JobWorker<RetentionRun>>().WorkAsync();
        var done = await db.RetentionRuns.AsNoTracking().SingleAsync(r => r.Id == run.Id);
        return done.Status == JobStatus.Done ? done : throw new InvalidOperationException($"The run ended as {done.Status}: {done.FailureKey} {done.FailureDetails}");
    }

    // People who are not due, so that the figures of the run stay its own.
    private static async Task StopAsync(BenchDatabase database, Timings stops, CancellationToken ending)
    {
        var ledger = database.Get<LedgerWriter>();
        for (var n = 0; !ending.IsCancellationRequested; n++)
        {
            var act = new ConsentAct
            {
                Number = new($"+4475{n:D8}", 44, "GB"),
                Type = ConsentEventType.Withdrawn,
                Cells = ConsentCells.All,
                Assurance = Assurance.Proven,
                Source = Source.SmsReply,
                Method = Method.SmsKeyword,
                OccurredAt = database.Now,
                Actor = Actor.Person,
                Evidence = new() { MessageId = $"SM{n}", RawText = "STOP" },
            };
            await stops.MeasureAsync(() => ledger.RecordAsync(act));
            await Task.Delay(BetweenStops, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadAsync(BenchDatabase database, Timings pages, CancellationToken ending)
    {
        var queries = new SubscriberQueries(database.Get<IDbContextFactory<Data.DashboardDbContext>>(), database.Get<NumberVault>(), database.Get<TimeProvider>());
        while (!ending.IsCancellationRequested)
        {
            await pages.MeasureAsync(() => queries.SearchAsync(SubscriberFilter.None, new(SortBy.LastActivity, Descending: true), null, PageMove.First));
            await Task.Delay(BetweenPages, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

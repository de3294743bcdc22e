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

        await using var people = new PeopleBeside(database);
        watch.Restart();
        var done = await EraseAsync(database, run);
        var elapsed = watch.Elapsed;
        await people.StopAsync();
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
            .Add("stopP50Ms", people.Stops.P50)
            .Add("stopP99Ms", people.Stops.P99)
            .Add("pageP50Ms", people.Pages.P50)
            .Add("pageP95Ms", people.Pages.P95)
            .Add("pageP99Ms", people.Pages.P99)
            .Add("peakMb", peakMb);
    }

    // The longest period that a fifth of the list is inactive for.
    public static async Task<RetentionPolicy> PolicyAsync(BenchDatabase database, int wanted)
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

    public static async Task<RetentionRun> PreviewAsync(BenchDatabase database, RetentionPolicy policy)
    {
        var run = await database.Get<PreviewRetention>().ExecuteAsync(new(policy, "bench", "bench", Staff));
        return run.Failed ? throw new InvalidOperationException(run.Error.Key) : run.Value;
    }

    public static async Task<RetentionRun> EraseAsync(BenchDatabase database, RetentionRun run)
    {
        await using var db = database.Open();
        await db.RetentionRuns.Where(r => r.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, JobStatus.Waiting));
        await database.Get<JobWorker<RetentionRun>>().WorkAsync();
        var done = await db.RetentionRuns.AsNoTracking().SingleAsync(r => r.Id == run.Id);
        return done.Status == JobStatus.Done ? done : throw new InvalidOperationException($"The run ended as {done.Status}: {done.FailureKey} {done.FailureDetails}");
    }
}

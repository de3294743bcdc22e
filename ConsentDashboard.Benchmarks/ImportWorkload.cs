using System.Diagnostics;
using System.Globalization;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>A list of as many rows as there are subscribers, tried and run, while people say STOP; the usual way is Entity Framework in batches of 1,000.</summary>
internal static class ImportWorkload
{
    private const int NaiveRows = 20_000;

    private static readonly TimeSpan BetweenStops = TimeSpan.FromMilliseconds(50);
    private static readonly Actor Staff = Actor.System("bench");

    private sealed record Measured(double TriedSeconds, double RunSeconds, double PeakMb, ImportCounts Counts);

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CopyAsync(subscribers);
        await database.StartAsync();
        var few = await ImportAsync(database, subscribers / 10, 50_000_000, stops: null);
        var stops = new Timings();
        var all = await ImportAsync(database, subscribers, 10_000_000, stops);
        var report = await database.Get<LedgerVerification>().VerifyAsync(Staff);
        if (!report.Holds)
        {
            throw new InvalidOperationException($"The ledger does not hold: {report.First}");
        }

        var naive = await NaiveImport.RunAsync(database, NaiveRows, 80_000_000);
        return new Figures("import", subscribers)
            .Add("rows", subscribers)
            .Add("rowsPerSecond", subscribers / all.RunSeconds)
            .Add("naiveRowsPerSecond", naive)
            .Add("dryRunRowsPerSecond", subscribers / all.TriedSeconds)
            .Add("written", all.Counts[ImportVerdict.New] + all.Counts[ImportVerdict.Renews])
            .Add("refused", all.Counts[ImportVerdict.RefusedByRatchet] + all.Counts[ImportVerdict.Suppressed])
            .Add("changed", all.Counts.Changed)
            .Add("stopP50Ms", stops.P50)
            .Add("stopP99Ms", stops.P99)
            .Add("peakMb", all.PeakMb)
            .Add("peakOfATenthMb", few.PeakMb);
    }

    private static async Task<Measured> ImportAsync(BenchDatabase database, int rows, int firstNew, Timings? stops)
    {
        Console.Error.WriteLine($"Importing {rows} rows");
        var batch = await ImportList.UploadAsync(database, rows, firstNew, $"{rows}.csv");
        var memory = new MemoryPeak();
        var tried = await WorkAsync(database, () => database.Get<TryImport>().ExecuteAsync(new(batch.PublicId), Staff));
        await using var db = database.Open();
        var shown = await db.ImportBatches.AsNoTracking().SingleAsync(b => b.Id == batch.Id);
        Console.Error.WriteLine($"  tried: {shown.TriedCounts}");
        using var ending = new CancellationTokenSource();
        var stopping = stops is null ? Task.CompletedTask : StopAsync(database, stops, ending.Token);
        var run = await WorkAsync(database, () => database.Get<StartImport>().ExecuteAsync(new(batch.PublicId, shown.TriedDigest!), Staff));
        await ending.CancelAsync();
        await stopping;
        var peakMb = (await memory.StopAsync()).WorkingSet / 1e6;
        var done = await db.ImportBatches.AsNoTracking().SingleAsync(b => b.Id == batch.Id);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  tried {rows / tried.TotalSeconds:0}/s, ran {rows / run.TotalSeconds:0}/s, {peakMb:0} MB"));
        return done.Status == JobStatus.Done
            ? new(tried.TotalSeconds, run.TotalSeconds, peakMb, ImportCounts.Parse(done.RunCounts))
            : throw new InvalidOperationException($"The import ended as {done.Status}: {done.FailureKey} {done.FailureDetails}");
    }

    private static async Task<TimeSpan> WorkAsync(BenchDatabase database, Func<Task<Domain.Result>> ask)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        if (await ask() is { Failed: true, Error: { } error })
        {
            throw new InvalidOperationException(error.Key);
        }

        await database.Get<JobWorker<ImportBatch>>().WorkAsync();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:0.0} s of the processor in {watch.Elapsed.TotalSeconds:0.0} s"));
        return watch.Elapsed;
    }

    // People who are in no list, so that the figures of the run stay its own.
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
}

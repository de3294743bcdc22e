using System.Diagnostics;

namespace ConsentDashboard.Benchmarks;

/// <summary>How fast demo data is made, from an empty database to durable rows.</summary>
internal static class DemoWorkload
{
    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CreateAsync(Directory.CreateTempSubdirectory("consent-bench-demo-").FullName, isScratch: true);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var (elapsed, done) = await database.SeedAsync(subscribers);
        var process = Process.GetCurrentProcess();
        return new Figures("demo", subscribers)
            .Add("subscribersPerSecond", subscribers / elapsed.TotalSeconds)
            .Add("eventsPerSecond", done.Events / elapsed.TotalSeconds)
            .Add("eventsEach", (double)done.Events / subscribers)
            .Add("processorMs", (process.TotalProcessorTime - before).TotalMilliseconds)
            .Add("databaseMb", new FileInfo(database.File).Length / 1e6)
            .Add("peakMb", process.PeakWorkingSet64 / 1e6);
    }
}

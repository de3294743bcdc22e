using System.Diagnostics;

namespace ConsentDashboard.Benchmarks;

/// <summary>How fast demo data is made, from an empty database to durable rows.</summary>
internal static class DemoWorkload
{
    public static async Task<Figures> RunAsync(int subscribers)
    {
        var folder = Path.Combine(Path.GetTempPath(), "consent-bench-demo");
        await using var database = await BenchDatabase.CreateAsync(folder);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var (elapsed, done) = await database.SeedAsync(subscribers);
        var used = Process.GetCurrentProcess().TotalProcessorTime - processor;
        return new Figures("demo", subscribers)
            .Add("subscribersPerSecond", subscribers / elapsed.TotalSeconds)
            .Add("eventsPerSecond", done.Events / elapsed.TotalSeconds)
            .Add("eventsEach", (double)done.Events / subscribers)
            .Add("processorMs", used.TotalMilliseconds)
            .Add("databaseMb", new FileInfo(Path.Combine(folder, "consent.db")).Length / 1e6)
            .Add("peakMb", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6);
    }
}

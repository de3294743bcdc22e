using System.Diagnostics;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>One retention run, of which each part is cleaned in slices of another size: what that does to the rate, and to whoever waits.</summary>
internal static class PurgeSlicesWorkload
{
    private static readonly int[] Sizes = [25, 50, 100, 200, 400, 800, 1600];

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CopyAsync(subscribers);
        await database.StartAsync();
        var policy = await PurgeWorkload.PolicyAsync(database, subscribers / 5);
        var run = await PurgeWorkload.PreviewAsync(database, policy);
        var size = new SliceSize { Always = Sizes[0] };
        ((RunRetention)database.Get<IJobRunner<RetentionRun>>()).Slices = () => size;
        var figures = new Figures("purge-slices", subscribers).Add("due", run.Total);

        await using var people = new PeopleBeside(database);
        var erasing = PurgeWorkload.EraseAsync(database, run);
        var (watch, part, from) = (Stopwatch.StartNew(), run.Total / Sizes.Length, 0L);
        foreach (var acts in Sizes)
        {
            size.Always = acts;
            var isLast = acts == Sizes[^1];
            var at = isLast ? await EndAsync() : await ReachedAsync(from + part);
            figures
                .Add($"slice{acts}PerSecond", (at - from) / watch.Elapsed.TotalSeconds)
                .Add($"slice{acts}StopP50Ms", people.Stops.P50)
                .Add($"slice{acts}StopP99Ms", people.Stops.P99)
                .Add($"slice{acts}PageP99Ms", people.Pages.P99);
            (from, people.Stops, people.Pages) = (at, new(), new());
            watch.Restart();
        }

        return figures;

        async Task<long> EndAsync() => (await erasing).Position;

        async Task<long> ReachedAsync(long position)
        {
            await using var db = database.Open();
            while (true)
            {
                var at = await db.RetentionRuns.Where(r => r.Id == run.Id).Select(r => r.Position).SingleAsync();
                if (at >= position || erasing.IsCompleted)
                {
                    return at;
                }

                await Task.Delay(BetweenLooks);
            }
        }
    }
}

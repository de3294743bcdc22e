using System.Diagnostics;

namespace ConsentDashboard.Benchmarks;

/// <summary>
/// The most memory that a piece of work has, looked at a hundred times a second. The working set counts pages of the
/// database file that SQLite maps, which the system takes back as it likes; those are left out.
/// </summary>
internal sealed class MemoryPeak
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Task<(long WorkingSet, long Heap)> _looking;

    public MemoryPeak()
    {
        GC.Collect();
        _looking = Task.Run(LookAsync);
    }

    public async Task<(long WorkingSet, long Heap)> StopAsync()
    {
        await _ending.CancelAsync();
        return await _looking;
    }

    private async Task<(long, long)> LookAsync()
    {
        var (workingSet, heap) = (0L, 0L);
        while (!_ending.IsCancellationRequested)
        {
            workingSet = Math.Max(workingSet, Anonymous());
            heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: false));
            await Task.Delay(10, CancellationToken.None);
        }

        return (workingSet, heap);
    }

    private static long Anonymous()
    {
        const string Name = "RssAnon:";
        if (OperatingSystem.IsLinux())
        {
            foreach (var line in File.ReadLines("/proc/self/status").Where(line => line.StartsWith(Name, StringComparison.Ordinal)))
            {
                return long.Parse(line[Name.Length..^2], System.Globalization.CultureInfo.InvariantCulture) * 1024;
            }
        }

        return Process.GetCurrentProcess().WorkingSet64;
    }
}

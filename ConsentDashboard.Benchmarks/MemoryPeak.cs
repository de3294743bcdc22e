using System.Diagnostics;
using System.Globalization;

namespace ConsentDashboard.Benchmarks;

/// <summary>
/// The most memory that the process had of its own while something ran. What the database file is mapped to is not counted:
/// the working set has it once for each connection.
/// </summary>
internal sealed class MemoryPeak : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _ending = new();
    private readonly Task _watching;
    private long _bytes;

    public MemoryPeak()
    {
        GC.Collect();
        _watching = Task.Run(WatchAsync);
    }

    public double Mb => Interlocked.Read(ref _bytes) / 1e6;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        _ending.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            _bytes = Math.Max(_bytes, Now());
            await Task.Delay(Pause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static long Now()
    {
        const string Own = "RssAnon:";
        var line = OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Own, StringComparison.Ordinal)) : null;
        return line is null
            ? Process.GetCurrentProcess().WorkingSet64
            : long.Parse(line.AsSpan(Own.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) * 1024;
    }
}

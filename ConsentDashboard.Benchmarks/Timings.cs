using System.Diagnostics;

namespace ConsentDashboard.Benchmarks;

/// <summary>How long something took, each time that it was done. Safe for many at once.</summary>
internal sealed class Timings
{
    private readonly Lock _lock = new();
    private readonly List<double> _all = [];

    public double P50 => At(0.50);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    public double Worst => At(1);

    public int Count => _all.Count;

    public async Task<T> MeasureAsync<T>(Func<Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await work();
        Add(Stopwatch.GetElapsedTime(started));
        return result;
    }

    public void Add(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _all.Add(elapsed.TotalMilliseconds);
        }
    }

    public void Add(Timings others)
    {
        lock (_lock)
        {
            _all.AddRange(others._all);
        }
    }

    /// <summary>Once, in milliseconds.</summary>
    public static async Task<double> OnceAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private double At(double part)
    {
        List<double> sorted;
        lock (_lock)
        {
            sorted = [.. _all.Order()];
        }

        return sorted.Count == 0 ? 0 : sorted[Math.Min((int)(sorted.Count * part), sorted.Count - 1)];
    }
}

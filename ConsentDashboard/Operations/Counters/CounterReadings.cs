using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Counters;

/// <summary>What one counter stood at for one day.</summary>
/// <param name="Metric">What is counted.</param>
/// <param name="Day">UTC midnight; the epoch where the metric knows no days.</param>
/// <param name="Dimension">A standing, a source or a collection point, according to the metric.</param>
/// <param name="Value">Folded and unfolded together.</param>
public sealed record CounterReading(CounterMetric Metric, DateTime Day, long Dimension, long Value);

/// <summary>Reads the counters as they are after the newest batch. No table is scanned that grows with the subscribers.</summary>
public sealed class CounterReadings(IDbContextFactory<DashboardDbContext> contexts)
{
    /// <summary>How many subscribers there are of each standing; one that nobody has is left out.</summary>
    public async Task<IReadOnlyDictionary<Standing, long>> StandingsAsync(CancellationToken cancellation = default)
    {
        var readings = await ReadAsync([CounterMetric.SubscribersByStanding], DateTime.UnixEpoch, cancellation);
        return readings.Where(reading => reading.Value != 0).ToDictionary(reading => (Standing)reading.Dimension, reading => reading.Value);
    }

    /// <param name="metrics">Which counters; all of them as they are at one moment.</param>
    /// <param name="since">The first day, UTC midnight.</param>
    public Task<IReadOnlyList<CounterReading>> ReadAsync(IReadOnlyCollection<CounterMetric> metrics, DateTime since, CancellationToken cancellation = default) =>
        ReadAsync(metrics, since, Times.Never, cancellation);

    /// <param name="metrics">Which counters; all of them as they are at one moment.</param>
    /// <param name="since">The first day, UTC midnight.</param>
    /// <param name="until">The last day, UTC midnight.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<CounterReading>> ReadAsync(IReadOnlyCollection<CounterMetric> metrics, DateTime since, DateTime until, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Sums(db, metrics, since, until).ToListAsync(cancellation);
    }

    // One statement, so that a slice folded at this very moment is seen either before or after, never half.
    internal static IQueryable<CounterReading> Sums(DashboardDbContext db, IReadOnlyCollection<CounterMetric> metrics, DateTime since, DateTime until)
    {
        var folded = db.Counters.Where(c => metrics.Contains(c.Metric) && c.Day >= since && c.Day <= until).Select(c => new { c.Metric, c.Day, c.Dimension, c.Value });
        var waiting = db.CounterDeltas.Where(d => metrics.Contains(d.Metric) && d.Day >= since && d.Day <= until).Select(d => new { d.Metric, d.Day, d.Dimension, Value = d.Delta });
        return folded.Concat(waiting)
            .GroupBy(c => new { c.Metric, c.Day, c.Dimension })
            .Select(all => new CounterReading(all.Key.Metric, all.Key.Day, all.Key.Dimension, all.Sum(c => c.Value)));
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.Counters;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.CollectionPoints;

/// <summary>Reads the figures of points from counters; no event is looked at.</summary>
public sealed class FigureReadings(IDbContextFactory<DashboardDbContext> contexts, CounterReadings counters, TimeProvider clock)
{
    public const int Days = 30;

    private static readonly CounterMetric[] Metrics =
        [CounterMetric.GivenByPoint, CounterMetric.LapsedByPoint, CounterMetric.RefusedByPoint, CounterMetric.RegrettedByPoint];

    /// <param name="point">One point; null: all of them.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyDictionary<long, PointFigures>> ReadAsync(long? point, CancellationToken cancellation)
    {
        var since = clock.UtcMilliseconds().Date.AddDays(1 - Days);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var visits = await Visits(db, point, since).ToDictionaryAsync(sum => sum.Point, cancellation);
        var outcomes = (await counters.ReadAsync(Metrics, since, cancellation)).ToLookup(reading => (reading.Dimension, reading.Metric));
        return visits.Keys.Concat(outcomes.Select(same => same.Key.Dimension)).Distinct().Where(id => point is null || id == point).ToDictionary(id => id, id => new PointFigures(
            visits.GetValueOrDefault(id)?.Shown ?? 0,
            visits.GetValueOrDefault(id)?.Submitted ?? 0,
            Sum(id, CounterMetric.GivenByPoint),
            Sum(id, CounterMetric.LapsedByPoint),
            Sum(id, CounterMetric.RefusedByPoint),
            Sum(id, CounterMetric.RegrettedByPoint)));

        long Sum(long id, CounterMetric metric) => outcomes[(id, metric)].Sum(reading => reading.Value);
    }

    internal static IQueryable<VisitSum> Visits(DashboardDbContext db, long? point, DateTime since) => db.PointCounters
        .Where(c => (point == null || c.CollectionPointId == point) && c.Hour >= since)
        .GroupBy(c => c.CollectionPointId)
        .Select(all => new VisitSum(all.Key, all.Sum(c => (long)c.Shown), all.Sum(c => (long)c.Submitted)));

    internal sealed record VisitSum(long Point, long Shown, long Submitted);
}

using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>One counter of a day, its dimension taken apart.</summary>
internal sealed record PeriodCount(DateTime Day, CounterKey Key, long Value);

/// <summary>Counters of a period, all as they are at one moment.</summary>
internal sealed class PeriodCounts
{
    private readonly ILookup<CounterMetric, PeriodCount> _counts;

    private PeriodCounts(IEnumerable<CounterReading> readings) => _counts = readings
        .Where(reading => reading.Value != 0)
        .ToLookup(reading => reading.Metric, reading => new PeriodCount(reading.Day, CounterKey.Read(reading.Dimension), reading.Value));

    public static async Task<PeriodCounts> ReadAsync(CounterReadings counters, DateTime from, DateTime to, CancellationToken cancellation, params CounterMetric[] metrics) =>
        new(await counters.ReadAsync(metrics, from, to, cancellation));

    public static Task<PeriodCounts> ReadAsync(CounterReadings counters, ReportRequest request, CancellationToken cancellation, params CounterMetric[] metrics) =>
        ReadAsync(counters, request.From, request.To, cancellation, metrics);

    public IEnumerable<PeriodCount> Of(CounterMetric metric) => _counts[metric];

    /// <summary>Those of a metric that has the sender first. What is about every sender is about the one that is asked for, too.</summary>
    public IReadOnlyList<PeriodCount> Of(CounterMetric metric, long? sender) =>
        [.. _counts[metric].Where(count => sender is null || count.Key.Id == sender || count.Key.Id == 0)];
}

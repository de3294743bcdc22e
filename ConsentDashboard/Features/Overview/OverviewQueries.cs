using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Overview;

public sealed class OverviewQueries(CounterReadings counters, PrincipleQueries principles, TimeProvider clock)
{
    public const int WholeWeeks = 26;

    private static readonly CounterMetric[] Metrics =
    [
        CounterMetric.OptInsBySource, CounterMetric.OptOutsBySource, CounterMetric.OptInsByPoint,
        CounterMetric.ProvenOptInsBySource, CounterMetric.FastOptOutsBySource,
    ];

    public async Task<OverviewDetails> ReadAsync(Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewOverview);
        var now = clock.UtcMilliseconds();
        var thisMonday = MondayOf(now);
        var readings = await counters.ReadAsync(Metrics, thisMonday.AddDays(-7 * WholeWeeks), cancellation);
        var ins = readings.Where(reading => reading.Metric == CounterMetric.OptInsBySource).ToList();
        var outs = readings.Where(reading => reading.Metric == CounterMetric.OptOutsBySource).ToList();
        var insByWeek = ins.ToLookup(reading => MondayOf(reading.Day), reading => reading.Value);
        var outsByWeek = outs.ToLookup(reading => MondayOf(reading.Day), reading => reading.Value);
        return new(
            now,
            await principles.ReadAsync(readings, cancellation),
            await counters.StandingsAsync(cancellation),
            [.. Enumerable.Range(0, WholeWeeks).Select(week => Week(thisMonday.AddDays(-7 * (WholeWeeks - week))))],
            Week(thisMonday),
            [
                .. ins.Concat(outs).Select(reading => (Source)reading.Dimension).Distinct()
                    .Select(source => new SourceRow(source, Of(ins, source), Of(outs, source)))
                    .OrderByDescending(row => row.OptIns + row.OptOuts),
            ]);

        WeekRow Week(DateTime monday) => new(monday, insByWeek[monday].Sum(), outsByWeek[monday].Sum());
    }

    internal static DateTime MondayOf(DateTime utc) => utc.Date.AddDays(-(((int)utc.DayOfWeek + 6) % 7));

    private static long Of(List<CounterReading> readings, Source source) => readings.Where(reading => reading.Dimension == (long)source).Sum(reading => reading.Value);
}

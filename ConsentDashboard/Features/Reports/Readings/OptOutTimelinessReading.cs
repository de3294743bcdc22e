using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>From what a person did to its being effective.</summary>
public sealed class OptOutTimelinessReading(ReportBasis basis, DeadlineRules deadlines) : IReportReading
{
    // A region of the rule; its ten business days are the limit that most programs are measured by.
    private const string American = "US";

    public ReportKind Kind => ReportKind.OptOutTimeliness;

    public async Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default)
    {
        var names = await basis.NamesAsync(cancellation);
        var now = basis.Now;
        var counts = (await PeriodCounts.ReadAsync(basis.Counters, request, cancellation, CounterMetric.OptOutsBySender)).Of(CounterMetric.OptOutsBySender, request.SenderId);
        await using var db = await basis.OpenAsync(cancellation);
        var slowest = await new SlowestOptOuts(db).ReadAsync(request, cancellation);
        return basis.Document(request, names, now, Distribution(counts), ByDay(ReportDays.Of(request, now), counts), BySource(counts), Slowest(slowest, names, counts.Sum() > slowest.Count));
    }

    private ReportView Distribution(IReadOnlyList<PeriodCount> counts)
    {
        var table = basis.Table("Timeliness.Steps").Column("Took", ReportValue.Text).Count("OptOuts").Share("OfAll", 1);
        foreach (var band in Enum.GetValues<EffectBand>())
        {
            table.Row(basis.Words[$"Band.{band}"].Value, counts.Where(count => BandOf(count) == band).Sum());
        }

        return table.View(ReportDays.Bars(1));
    }

    private ReportView ByDay(IEnumerable<DateTime> days, IReadOnlyList<PeriodCount> counts)
    {
        var byDay = counts.ToLookup(count => count.Day);
        var table = basis.Table("Timeliness.Days").Column("Day", ReportValue.Day).Count("OptOuts").Count("WithinTenSeconds").Share("WithinTenSecondsShare", 2, 1).Count("OverTenDays");
        foreach (var day in days)
        {
            table.Row(day, byDay[day].Sum(), Fast(byDay[day]), Late(byDay[day]));
        }

        return table.View(ReportDays.Chart(1, 2));
    }

    private ReportView BySource(IReadOnlyList<PeriodCount> counts)
    {
        var table = basis.Table("Timeliness.Sources")
            .Column("Source", ReportValue.Text).Count("OptOuts").Count("WithinTenSeconds").Share("WithinTenSecondsShare", 2, 1).Count("OverTenDays")
            .Column("Median", ReportValue.Duration).Column("NinetyFive", ReportValue.Duration).Column("Longest", ReportValue.Duration);
        foreach (var same in counts.GroupBy(count => (Source)count.Key.First).OrderByDescending(same => same.Sum()).ThenBy(same => same.Key))
        {
            var classes = same.GroupBy(count => (int)count.Key.Third).ToDictionary(one => one.Key, one => one.Sum());
            table.Row(
                basis.Cells[same.Key], same.Sum(), Fast(same), Late(same),
                EffectDelay.Quantile(classes, 0.5), EffectDelay.Quantile(classes, 0.95), EffectDelay.Quantile(classes, 1));
        }

        return table.View(ReportDays.Bars(1, 2));
    }

    private ReportView Slowest(IReadOnlyList<SlowOptOut> slowest, ReportNames names, bool isCut)
    {
        var table = basis.Table("Timeliness.Slowest", hasTotals: false)
            .Column("Subscriber", ReportValue.Text).Column("Sender", ReportValue.Text).Column("Source", ReportValue.Text)
            .Column("ActedAt", ReportValue.Moment).Column("InForceAt", ReportValue.Moment).Column("Took", ReportValue.Duration).Column("AmericanLimit", ReportValue.Text);
        foreach (var one in slowest)
        {
            var kept = one.RecordedAt <= deadlines.DueAt(American, one.OccurredAt);
            table.Row(
                one.Subscriber.ToString(), names.Sender(one.SenderId ?? 0), basis.Cells[one.Source],
                one.OccurredAt, one.RecordedAt, one.Delay, basis.Words[kept ? "Limit.Kept" : "Limit.Missed"].Value);
        }

        return table.View(chart: null, isCut, SlowestOptOuts.Most);
    }

    private static EffectBand BandOf(PeriodCount count) => (EffectBand)count.Key.Second;

    private static long Fast(IEnumerable<PeriodCount> counts) => counts.Where(count => BandOf(count) <= EffectBand.TenSeconds).Sum();

    private static long Late(IEnumerable<PeriodCount> counts) => counts.Where(count => BandOf(count) == EffectBand.Later).Sum();
}

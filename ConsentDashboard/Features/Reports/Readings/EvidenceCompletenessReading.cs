using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>What stood behind the agreements when they were recorded.</summary>
public sealed class EvidenceCompletenessReading(ReportBasis basis) : IReportReading
{
    private static readonly EvidenceParts[] Parts = [EvidenceParts.Proof, EvidenceParts.Wording, EvidenceParts.Point];

    public ReportKind Kind => ReportKind.EvidenceCompleteness;

    public async Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default)
    {
        var names = await basis.NamesAsync(cancellation);
        var (now, sender) = (basis.Now, request.SenderId);
        var counts = await PeriodCounts.ReadAsync(
            basis.Counters, request, cancellation, CounterMetric.OptInsBySender, CounterMetric.OptInsByWording, CounterMetric.OptInsAtPoint, CounterMetric.EventsByType);
        var agreed = counts.Of(CounterMetric.OptInsBySender, sender);
        return basis.Document(
            request, names, now,
            Missing(agreed),
            Table("Evidence.Sources", "Source", agreed.ToLookup(count => count.Key.First), source => basis.Cells[(Source)source]),
            By("Evidence.Wordings", "Wording", counts.Of(CounterMetric.OptInsByWording), names.Wording, sender),
            By("Evidence.Points", "Point", counts.Of(CounterMetric.OptInsAtPoint), names.Point, sender),
            ByDay(ReportDays.Of(request, now), agreed),
            WithoutConsent(counts.Of(CounterMetric.EventsByType, sender)));
    }

    private ReportView Missing(IReadOnlyList<PeriodCount> counts)
    {
        var table = basis.Table("Evidence.Missing", hasTotals: false).Column("What", ReportValue.Text).Count("OptIns").Count("With").Share("WithShare", 2, 1).Count("Without");
        foreach (var part in Parts.Append(EvidenceParts.All))
        {
            var with = With(counts, part);
            table.Row(basis.Words[$"Part.{part}"].Value, counts.Sum(), with, counts.Sum() - with);
        }

        return table.View(ReportDays.Bars(3));
    }

    private ReportView By(string name, string column, IEnumerable<PeriodCount> counts, Func<long, NamedThing> nameOf, long? sender) =>
        Table(name, column, counts.Where(count => sender is null || nameOf(count.Key.Id).SenderId == sender).ToLookup(count => count.Key.Id), id => nameOf(id).Name);

    private ReportView Table<T>(string name, string column, ILookup<T, PeriodCount> groups, Func<T, string> nameOf)
    {
        var table = Columns(basis.Table(name).Column(column, ReportValue.Text));
        foreach (var same in groups.OrderByDescending(same => same.Sum()).ThenBy(same => same.Key))
        {
            Row(table, nameOf(same.Key), same);
        }

        return table.View(ReportDays.Bars(5));
    }

    private ReportView ByDay(IEnumerable<DateTime> days, IReadOnlyList<PeriodCount> counts)
    {
        var byDay = counts.ToLookup(count => count.Day);
        var table = Columns(basis.Table("Evidence.Days").Column("Day", ReportValue.Day));
        foreach (var day in days)
        {
            Row(table, day, byDay[day]);
        }

        return table.View(ReportDays.Chart(5));
    }

    private ReportView WithoutConsent(IReadOnlyList<PeriodCount> counts)
    {
        var table = basis.Table("Evidence.Registered").Column("Source", ReportValue.Text).Count("Numbers");
        foreach (var same in counts.Where(count => count.Key.First == (byte)ConsentEventType.Registered)
            .GroupBy(count => (Source)count.Key.Second).OrderByDescending(same => same.Sum()).ThenBy(same => same.Key))
        {
            table.Row(basis.Cells[same.Key], same.Sum());
        }

        return table.View(ReportDays.Bars(1));
    }

    private static ReportTable Columns(ReportTable table) =>
        table.Count("OptIns").Count("WithProof").Count("WithWording").Count("WithPoint").Share("CompleteShare", 6, 1).Count("Complete");

    private static void Row(ReportTable table, object name, IEnumerable<PeriodCount> counts)
    {
        var all = counts.ToList();
        table.Row(name, all.Sum(), With(all, EvidenceParts.Proof), With(all, EvidenceParts.Wording), With(all, EvidenceParts.Point), With(all, EvidenceParts.All));
    }

    private static long With(IEnumerable<PeriodCount> counts, EvidenceParts parts) => counts.Where(count => ((EvidenceParts)count.Key.Second & parts) == parts).Sum();
}

using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>What left the list or lost its force, out of the ledger's own events.</summary>
public sealed class CleaningReading(ReportBasis basis) : IReportReading
{
    private static readonly ConsentEventType[] Types =
    [
        ConsentEventType.Expired, ConsentEventType.Lapsed, ConsentEventType.Invalidated, ConsentEventType.EvidenceExpired,
        ConsentEventType.Restricted, ConsentEventType.Erased, ConsentEventType.ReachabilityChanged,
    ];

    public ReportKind Kind => ReportKind.Cleaning;

    public async Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default)
    {
        var names = await basis.NamesAsync(cancellation);
        var now = basis.Now;
        var counts = (await PeriodCounts.ReadAsync(basis.Counters, request, cancellation, CounterMetric.EventsByType))
            .Of(CounterMetric.EventsByType, request.SenderId).Where(count => Types.Contains(TypeOf(count))).ToList();
        return basis.Document(request, names, now, ByReason(counts), BySender(counts, names), ByDay(ReportDays.Of(request, now), counts));
    }

    private ReportView ByReason(IReadOnlyList<PeriodCount> counts)
    {
        var table = basis.Table("Cleaning.Reasons").Column("Happened", ReportValue.Text).Column("Why", ReportValue.Text).Column("Source", ReportValue.Text).Count("Events").Share("OfAll", 3);
        foreach (var same in counts.GroupBy(count => (Type: TypeOf(count), Source: (Source)count.Key.Second)).OrderBy(same => Array.IndexOf(Types, same.Key.Type)).ThenByDescending(same => same.Sum()))
        {
            table.Row(basis.Cells[same.Key.Type], basis.Words[$"Why.{same.Key.Type}"].Value, basis.Cells[same.Key.Source], same.Sum());
        }

        return table.View(ReportDays.Bars(3));
    }

    private ReportView BySender(IReadOnlyList<PeriodCount> counts, ReportNames names)
    {
        var table = Columns(basis.Table("Cleaning.Senders").Column("Sender", ReportValue.Text));
        foreach (var same in counts.GroupBy(count => count.Key.Id).OrderBy(same => names.Sender(same.Key), StringComparer.CurrentCulture).ThenBy(same => same.Key))
        {
            Row(table, names.Sender(same.Key), same);
        }

        return table.View();
    }

    private ReportView ByDay(IEnumerable<DateTime> days, IReadOnlyList<PeriodCount> counts)
    {
        var byDay = counts.ToLookup(count => count.Day);
        var table = Columns(basis.Table("Cleaning.Days").Column("Day", ReportValue.Day));
        foreach (var day in days)
        {
            Row(table, day, byDay[day]);
        }

        return table.View(ReportDays.Chart([.. Enumerable.Range(1, Types.Length)]));
    }

    private ReportTable Columns(ReportTable table) => table.Counts(Types.Select(type => basis.Cells[type])).Count("Together");

    private static void Row(ReportTable table, object name, IEnumerable<PeriodCount> counts)
    {
        var byType = counts.ToLookup(TypeOf);
        table.Row([name, .. Types.Select(type => (object?)byType[type].Sum()), byType.SelectMany(same => same).Sum()]);
    }

    private static ConsentEventType TypeOf(PeriodCount count) => (ConsentEventType)count.Key.First;
}

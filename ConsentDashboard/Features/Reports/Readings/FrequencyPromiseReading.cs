using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Operations.Reports;
using ConsentDashboard.Operations.Sends;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>How often was promised, and how often was sent.</summary>
public sealed class FrequencyPromiseReading(ReportBasis basis, PromiseReadings promises) : IReportReading
{
    public ReportKind Kind => ReportKind.FrequencyPromise;

    public async Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default)
    {
        var names = await basis.NamesAsync(cancellation);
        var now = basis.Now;

        // Counts of people are kept no longer, and always lead up to today.
        var days = Math.Clamp((int)(now.Date - request.From).TotalDays + 1, 1, FrequencyPromise.MostDays);
        var report = await promises.ReadAsync(days, request.SenderId, cancellation);
        await using var db = await basis.OpenAsync(cancellation);
        var totals = await PromiseReadings.Totals(db, request.From, request.To, request.SenderId).ToListAsync(cancellation);
        return basis.Document(request, names, now, Practice(report, days), Cells(totals, names), ByDay(ReportDays.Of(request, now), totals));
    }

    private ReportView Practice(PromiseReport report, int days)
    {
        var table = CellColumns("Promise.Practice")
            .Column("Promised", ReportValue.Text).Count("Messages").Count("People", sums: false).Column("Average", ReportValue.Mean).Count("MostToOne", sums: false).Count("PeopleOver", sums: false)
            .Column("Basis", ReportValue.Text);
        foreach (var row in report.Rows)
        {
            table.Row(
                row.Sender, basis.Cells[row.Channel], basis.Cells[row.MessageType], Promised(row), row.Sums.Messages, row.People, row.Average, row.MostToOne, row.PeopleOver,
                basis.Words[row.IsEstimate ? "Basis.Estimate" : "Basis.Whole"].Value);
        }

        return table.View(chart: null, isCut: false, days);
    }

    private ReportView Cells(IReadOnlyList<SendTotal> totals, ReportNames names)
    {
        var table = Sums(CellColumns("Promise.Cells"));
        foreach (var cell in totals.GroupBy(total => (total.SenderId, total.Channel, total.MessageType))
            .OrderBy(cell => names.Sender(cell.Key.SenderId), StringComparer.CurrentCulture).ThenBy(cell => cell.Key))
        {
            Row(table, cell, names.Sender(cell.Key.SenderId), basis.Cells[cell.Key.Channel], basis.Cells[cell.Key.MessageType]);
        }

        return table.View();
    }

    private ReportView ByDay(IEnumerable<DateTime> days, IReadOnlyList<SendTotal> totals)
    {
        var byDay = totals.ToLookup(total => total.Day);
        var table = Sums(basis.Table("Promise.Days").Column("Day", ReportValue.Day));
        foreach (var day in days)
        {
            Row(table, byDay[day], day);
        }

        return table.View(ReportDays.Chart(1, 2));
    }

    private ReportTable CellColumns(string name) => basis.Table(name).Column("Sender", ReportValue.Text).Column("Channel", ReportValue.Text).Column("MessageType", ReportValue.Text);

    private static ReportTable Sums(ReportTable table) => table.Count("Messages").Count("OverPromise").Count("WithoutPermission").Count("ToUnknown");

    private static void Row(ReportTable table, IEnumerable<SendTotal> same, params object?[] names)
    {
        var all = same.ToList();
        table.Row([.. names, all.Sum(total => total.Messages), all.Sum(total => total.OverPromise), all.Sum(total => total.WithoutPermission), all.Sum(total => total.ToUnknown)]);
    }

    private string Promised(PromiseRow row) => row.Promised.Count == 0
        ? basis.Words["Promised.None"]
        : string.Join(", ", row.Promised.Select(promise => basis.Words[$"Promised.{promise.Period}", promise.Count].Value));
}

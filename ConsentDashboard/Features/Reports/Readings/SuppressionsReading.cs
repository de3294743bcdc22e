using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>What keeps numbers from being contacted again: what began and ended in the period, and what stands now.</summary>
public sealed class SuppressionsReading(ReportBasis basis) : IReportReading
{
    public ReportKind Kind => ReportKind.Suppressions;

    public async Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default)
    {
        var names = await basis.NamesAsync(cancellation);
        var now = basis.Now;

        // From the first day on: what stands is what ever began without what ever ended.
        var counts = await PeriodCounts.ReadAsync(
            basis.Counters, DateTime.UnixEpoch, now, cancellation, CounterMetric.SuppressionsAdded, CounterMetric.SuppressionsEnded);
        var (added, ended) = (counts.Of(CounterMetric.SuppressionsAdded, request.SenderId), counts.Of(CounterMetric.SuppressionsEnded, request.SenderId));
        return basis.Document(
            request, names, now,
            ByDay(ReportDays.Of(request, now), added, ended),
            Table("Suppressions.Reasons", ["Reason"], count => (SuppressionReason)count.Key.First, reason => [basis.Words[$"SuppressionReason.{reason}"].Value]),
            Table("Suppressions.Scopes", ["Sender", "Cells", "Kind"], count => (count.Key.Id, count.Key.Second, count.Key.Third), scope =>
                [names.Sender(scope.Id), basis.Cells[(ConsentCells)scope.Second], basis.Cells[(ConsentKind)scope.Third]]));

        ReportView Table<T>(string name, string[] columns, Func<PeriodCount, T> groupOf, Func<T, object?[]> namesOf)
        {
            var (addedOf, endedOf) = (added.ToLookup(groupOf), ended.ToLookup(groupOf));
            var table = columns.Aggregate(basis.Table(name), (table, column) => table.Column(column, ReportValue.Text)).Count("Added").Count("Ended").Count("Stands");
            foreach (var same in addedOf.OrderByDescending(same => same.Sum() - endedOf[same.Key].Sum()).ThenBy(same => same.Key))
            {
                table.Row([.. namesOf(same.Key), InPeriod(same), InPeriod(endedOf[same.Key]), same.Sum() - endedOf[same.Key].Sum()]);
            }

            return table.View(ReportDays.Bars(columns.Length + 2));
        }

        long InPeriod(IEnumerable<PeriodCount> some) => some.Where(count => count.Day >= request.From && count.Day <= request.To).Sum();
    }

    private ReportView ByDay(IEnumerable<DateTime> days, IReadOnlyList<PeriodCount> added, IReadOnlyList<PeriodCount> ended)
    {
        var (addedOf, endedOf) = (added.ToLookup(count => count.Day), ended.ToLookup(count => count.Day));
        var table = basis.Table("Suppressions.Days").Column("Day", ReportValue.Day).Count("Added").Count("Ended");
        foreach (var day in days)
        {
            table.Row(day, addedOf[day].Sum(), endedOf[day].Sum());
        }

        return table.View(ReportDays.Chart(1, 2));
    }
}

using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Readings;

internal static class ReportDays
{
    /// <summary>Each day of the period that has begun, so that a day on which nothing happened shows as one.</summary>
    public static IEnumerable<DateTime> Of(ReportRequest request, DateTime now)
    {
        for (var day = request.From; day <= request.To && day <= now; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    public static ReportChart Chart(params int[] values) => new(ReportChartShape.OverTime, 0, values);

    public static ReportChart Bars(params int[] values) => new(ReportChartShape.Bars, 0, values);

    public static long Sum(this IEnumerable<PeriodCount> counts) => counts.Sum(count => count.Value);
}

using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports.Readings;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Benchmarks;

/// <summary>How soon each report over a year is there; the usual way groups all events.</summary>
internal static class ReportWorkload
{
    private const int Runs = 5;

    public static async Task<Figures> RunAsync(int subscribers)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        await using var database = await BenchDatabase.OpenAsync(subscribers, services => services.AddLocalization().AddSingleton<CellWords>().AddReportReadings());
        await database.Get<CounterFolding>().FoldAllAsync();
        var to = database.Now.Date;
        var figures = new Figures("report", subscribers);
        var all = new Timings();
        foreach (var reading in database.Get<IEnumerable<IReportReading>>())
        {
            var mine = new Timings();
            var rows = 0;
            for (var run = -1; run < Runs; run++)
            {
                var document = await (run < 0 ? new Timings() : mine).MeasureAsync(() => reading.ReadAsync(new(reading.Kind, to.AddYears(-1), to, null)));
                rows = document.Views.Sum(view => view.Rows.Count);
            }

            all.Add(mine);
            var name = char.ToLowerInvariant(reading.Kind.ToString()[0]) + reading.Kind.ToString()[1..];
            figures.Add($"{name}P50Ms", mine.P50).Add($"{name}Rows", rows);
        }

        return (await NaiveAsync(database, figures, to)).Add("reportP50Ms", all.P50).Add("reportWorstMs", all.Worst);
    }

    private static async Task<Figures> NaiveAsync(BenchDatabase database, Figures figures, DateTime to)
    {
        var (from, end) = (to.AddYears(-1), to.AddDays(1));
        await using var db = database.Open();
        Timings status = new(), days = new(), sources = new();
        for (var run = 0; run < Runs; run++)
        {
            await status.MeasureAsync(() => db.Subscribers.GroupBy(s => s.Standing).Select(same => new { same.Key, Count = same.Count() }).ToListAsync());
            await days.MeasureAsync(() => db.Database.SqlQuery<DayCount>($"SELECT Type, RecordedAt / 86400000 AS Day, COUNT(*) AS Count FROM ConsentEvents WHERE RecordedAt >= {from.ToUnixMilliseconds()} AND RecordedAt < {end.ToUnixMilliseconds()} GROUP BY Type, RecordedAt / 86400000").ToListAsync());
            await sources.MeasureAsync(() => db.ConsentEvents.Where(e => e.RecordedAt >= from && e.RecordedAt < end).GroupBy(e => new { e.Type, e.Source, e.NoticeVersionId, e.CollectionPointId }).Select(same => new { same.Key, Count = same.Count() }).ToListAsync());
        }

        return figures.Add("naiveStatusP50Ms", status.P50).Add("naiveByDayP50Ms", days.P50).Add("naiveBySourceWordingPointP50Ms", sources.P50);
    }

    private sealed record DayCount(int Type, long Day, int Count);
}

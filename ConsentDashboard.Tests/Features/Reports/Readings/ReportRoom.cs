using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports.Readings;
using ConsentDashboard.Operations.Reports;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Reports.Readings;

/// <summary>An installation that reads reports.</summary>
internal static class ReportRoom
{
    public static Task<Installation> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) => Installation.CreateAsync(provider, services =>
    {
        services.AddLocalization();
        services.AddSingleton<CellWords>();
        services.AddReportReadings();
    });

    /// <summary>From a year ago until today, unless told otherwise; whatever is read keeps to the contract.</summary>
    public static async Task<ReportDocument> ReadAsync(this Installation here, ReportKind kind, long? sender = null, DateTime? from = null, DateTime? to = null, string language = "en")
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.GetCultureInfo(language), CultureInfo.GetCultureInfo(language));
        var today = here.Database.Now.Date;
        var request = new ReportRequest(kind, from ?? today.AddYears(-1), to ?? today, sender);
        var reading = here.Get<IEnumerable<IReportReading>>().Single(reading => reading.Kind == kind);
        var document = await reading.ReadAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((request, here.Database.Now), (document.Request, document.AsOf));
        ReportContract.Holds(document);
        return document;
    }

    public static ReportView View(this ReportDocument document, string title) => document.Views.Single(view => view.Title == title);

    /// <summary>One value of the row that begins with these names.</summary>
    public static object? Value(this ReportView view, string column, params object[] names) =>
        view.Rows.SingleOrDefault(row => names.Index().All(name => Equals(row[name.Index], name.Item)))?[view.IndexOf(column)];

    public static long Sum(this ReportView view, string column) => view.Rows.Sum(row => (long)row[view.IndexOf(column)]!);

    /// <summary>The rows of some columns, those left out where all the counts are 0.</summary>
    public static IEnumerable<string> Lines(this ReportView view, params string[] columns)
    {
        var indexes = columns.Select(view.IndexOf).ToList();
        return view.Rows
            .Where(row => indexes.Exists(index => row[index] is long and not 0) || !indexes.Exists(index => row[index] is long))
            .Select(row => string.Join(" | ", indexes.Select(index => Convert.ToString(row[index] is DateTime day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : row[index], CultureInfo.InvariantCulture))));
    }

    private static int IndexOf(this ReportView view, string column) => view.Columns.Index().Single(one => one.Item.Title == column).Index;
}

using System.Globalization;
using ConsentDashboard.Components.Charts;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Charts;

/// <summary>The columns of a view that are drawn, with the scale that they share.</summary>
public sealed class ChartSeries
{
    private static readonly string[] Colours = ["first", "wait", "hold", "given"];

    private ChartSeries(ReportView view, ReportChart chart, IReadOnlyList<int> columns)
    {
        (View, Label, Kind) = (view, chart.Label, view.Columns[columns[0]].Kind);
        Lines = [.. columns.Take(Colours.Length).Select((column, index) => new Line(view.Columns[column].Title, Colours[index], [.. view.Rows.Select(row => Number(row[column]))]))];
        var most = Lines.SelectMany(line => line.Values).Max() ?? 0;
        Top = Kind == ReportValue.Share ? 1 : Scale.Ceiling((long)Math.Ceiling(most));
        IsEmpty = most <= 0;
    }

    public ReportView View { get; }

    /// <summary>The column that names the rows.</summary>
    public int Label { get; }

    public ReportValue Kind { get; }

    public double Top { get; }

    /// <summary>There is nothing to be seen.</summary>
    public bool IsEmpty { get; }

    public IReadOnlyList<Line> Lines { get; }

    /// <returns>Null where the view is not drawn.</returns>
    public static ChartSeries? Of(ReportView view)
    {
        // Counts and shares have no scale in common.
        var columns = view.Chart?.Values.Where(column => view.Columns[column].Kind == view.Columns[view.Chart.Values[0]].Kind).ToList() ?? [];
        return columns.Count == 0 || view.Rows.Count == 0 || new ChartSeries(view, view.Chart!, columns) is not { IsEmpty: false } series ? null : series;
    }

    private static double? Number(object? value) => value is null ? null : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    /// <param name="Colour">A class of the style sheets.</param>
    public sealed record Line(string Title, string Colour, IReadOnlyList<double?> Values);
}

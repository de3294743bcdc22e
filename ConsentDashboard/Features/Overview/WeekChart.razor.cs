using System.Globalization;
using ConsentDashboard.Components.Charts;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.Overview;

/// <summary>Two lines over whole weeks. The words are HTML over the drawing, so that they stay legible at any width; a table says the same to readers.</summary>
public partial class WeekChart
{
    // Labels of the two lines keep this distance, in hundredths of the height.
    private const double Apart = 11;

    [Parameter, EditorRequired]
    public IReadOnlyList<WeekRow> Weeks { get; set; } = [];

    private long Top => Scale.Ceiling(Weeks.Max(week => Math.Max(week.OptIns, week.OptOuts)));

    private IEnumerable<long> Lines => [0, Top / 4, Top / 2, Top / 4 * 3, Top];

    private double InLabel => Label(MostIn, MostOut, isUpper: MostIn >= MostOut);

    private double OutLabel => Label(MostOut, MostIn, isUpper: MostIn < MostOut);

    // A name is about as wide as three weeks, and stands clear of its line over all of them.
    private long MostIn => Weeks.TakeLast(4).Max(week => week.OptIns);

    private long MostOut => Weeks.TakeLast(4).Max(week => week.OptOuts);

    private static string Count(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Percent(double value) => $"{Number(value)}%";

    private double Label(long own, long other, bool isUpper)
    {
        var (mine, theirs) = (100.0 * own / Top, 100.0 * other / Top);
        return isUpper ? Math.Max(mine, theirs + Apart) : mine;
    }

    private string Percent(long value) => Percent(100.0 * value / Top);

    private string Left(int index) => Percent(100.0 * index / (Weeks.Count - 1));

    private string Points(Func<WeekRow, long> value) =>
        string.Join(' ', Weeks.Select((week, index) => $"{Number(100.0 * index / (Weeks.Count - 1))},{Number(100 - (100.0 * value(week) / Top))}"));

    // The first week of a month, but not where its name would run out of the drawing.
    private bool IsMonth(int index) => index > 0 && index < Weeks.Count - 1 && Weeks[index].Monday.Month != Weeks[index - 1].Monday.Month;
}

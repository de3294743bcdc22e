using System.Globalization;
using ClosedXML.Excel;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>How the values of one column stand in a sheet: real numbers and dates, so that they sort, filter and add up.</summary>
internal sealed class ReportCells
{
    private const double Narrowest = 10;
    private const double Widest = 60;
    private const int LongestHeadingLine = 18;

    // The arrow of the filter covers this much of a heading.
    private const int Arrow = 3;

    private readonly ReportColumn _column;
    private readonly string _format;
    private readonly bool _wraps;
    private readonly XLAlignmentHorizontalValues _side;

    private ReportCells(ReportColumn column, string format, double longest, bool namesRows)
    {
        (_column, _format) = (column, format);
        _side = namesRows || column.Kind == ReportValue.Text ? XLAlignmentHorizontalValues.Left : XLAlignmentHorizontalValues.Right;
        Width = Math.Clamp(longest + 2, Narrowest, Widest);
        _wraps = longest + 2 > Widest;
    }

    /// <summary>In characters. The library's own fitting needs a drawing library that servers lack.</summary>
    public double Width { get; }

    /// <param name="namesRows">It is the first one: what names the rows stands at their beginning, even where it is a day.</param>
    public static ReportCells Of(ReportColumn column, IReadOnlyList<object?> values, bool namesRows)
    {
        var heading = Math.Min(column.Title.Length, Math.Max(LongestHeadingLine, column.Title.Split(' ').Max(word => word.Length))) + Arrow;
        var longest = values.Max(value => value is null ? 0 : LengthOf(column.Kind, value));
        return new(column, FormatOf(column.Kind, values), Math.Max(heading, longest), namesRows);
    }

    public static void SetText(IXLCell cell, string text)
    {
        cell.SetValue(SheetText.Clean(text));
        cell.Style.IncludeQuotePrefix = SheetText.LooksLikeFormula(text);
    }

    public void SetHeading(IXLCell cell)
    {
        SetText(cell, _column.Title);
        cell.Style.Alignment.Horizontal = _side;
    }

    public void Set(IXLCell cell, object? value)
    {
        switch (value)
        {
            case null:
                return;
            case string text:
                SetText(cell, text);
                cell.Style.Alignment.WrapText = _wraps;
                cell.Style.Alignment.Vertical = XLAlignmentVerticalValues.Top;
                return;
            case DateTime utc:
                cell.SetValue(utc);
                break;
            case TimeSpan span:
                cell.SetValue(span.TotalDays);
                break;
            default:
                cell.SetValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
        }

        cell.Style.NumberFormat.Format = _format;
        cell.Style.Alignment.Horizontal = _side;
        cell.Style.Alignment.Vertical = XLAlignmentVerticalValues.Top;
    }

    private static string FormatOf(ReportValue kind, IReadOnlyList<object?> values) => kind switch
    {
        ReportValue.Count => "#,##0",
        ReportValue.Share => "0.0%",
        ReportValue.Mean => "#,##0.0",
        ReportValue.Day => WorkbookText.Of("Date"),
        ReportValue.Moment => $"{WorkbookText.Of("Date")} hh:mm:ss",

        // What takes less than a second must not read as nothing.
        ReportValue.Duration => values.OfType<TimeSpan>().Any(span => span.Ticks % TimeSpan.TicksPerSecond != 0) ? "[h]:mm:ss.000" : "[h]:mm:ss",
        _ => "@",
    };

    private static double LengthOf(ReportValue kind, object value) => value switch
    {
        string text => text.Length,
        DateTime => kind == ReportValue.Day ? 12 : 21,
        TimeSpan => 14,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture).Length + 3,
    };
}

using ConsentDashboard.Domain.Reports;

namespace ConsentDashboard.Operations.Reports;

/// <summary>What a report is asked about.</summary>
/// <param name="From">The first day, UTC midnight.</param>
/// <param name="To">The last day, UTC midnight; it belongs to the period.</param>
/// <param name="SenderId">Only this sender; none: all of them.</param>
public sealed record ReportRequest(ReportKind Kind, DateTime From, DateTime To, long? SenderId);

/// <summary>A report with its figures, in the language that it was read in. Page, chart and workbook are all made of this one object, so their figures are the same.</summary>
/// <param name="Title">As a heading says it.</param>
/// <param name="Sender">The name of the only sender; none: all of them.</param>
/// <param name="AsOf">When the figures were read, UTC.</param>
/// <param name="Views">At least one; each is a sheet of the workbook.</param>
public sealed record ReportDocument(ReportRequest Request, string Title, string? Sender, DateTime AsOf, IReadOnlyList<ReportView> Views);

/// <summary>One table of a report.</summary>
/// <param name="Title">Short enough for the tab of a sheet: at most 31 characters, without : \ / ? * [ ].</param>
/// <param name="Explanation">What the figures count and what they leave out, a sentence or two.</param>
/// <param name="Rows">A value for each column: text, <see langword="long"/>, <see langword="double"/> (shares from 0 to 1), <see cref="DateTime"/> (UTC), <see cref="TimeSpan"/> or none, as the column's kind says.</param>
/// <param name="Totals">A last row that sums the others up; none where sums would mean nothing.</param>
/// <param name="Chart">How the same rows are drawn; none where a drawing would say nothing.</param>
/// <param name="IsCut">There are more rows than a report shows; the explanation says how to see them.</param>
public sealed record ReportView(
    string Title,
    string Explanation,
    IReadOnlyList<ReportColumn> Columns,
    IReadOnlyList<IReadOnlyList<object?>> Rows,
    IReadOnlyList<object?>? Totals,
    ReportChart? Chart,
    bool IsCut = false);

/// <param name="Title">The heading of the column.</param>
/// <param name="Kind">What its values are, and so how they are written and aligned.</param>
public sealed record ReportColumn(string Title, ReportValue Kind);

/// <summary>What a column of a report holds.</summary>
public enum ReportValue : byte
{
    Text = 1,

    /// <summary>A whole number of people, events, messages…</summary>
    Count = 2,

    /// <summary>A part of a whole, 0 to 1, shown in percent.</summary>
    Share = 3,

    /// <summary>A day, UTC.</summary>
    Day = 4,

    /// <summary>A moment, UTC.</summary>
    Moment = 5,

    Duration = 6,

    /// <summary>A mean, with one place after the point.</summary>
    Mean = 7,
}

/// <summary>Some columns of a view, drawn.</summary>
/// <param name="Shape">What stands along the axis.</param>
/// <param name="Label">The column that names the bars.</param>
/// <param name="Values">The columns that are drawn, each a colour; counts or shares.</param>
public sealed record ReportChart(ReportChartShape Shape, int Label, IReadOnlyList<int> Values);

public enum ReportChartShape : byte
{
    /// <summary>Time runs along the axis, a mark a day, week or month.</summary>
    OverTime = 1,

    /// <summary>A bar a row.</summary>
    Bars = 2,
}

/// <summary>Reads one kind of report, in the culture of the caller. One implementation a kind.</summary>
public interface IReportReading
{
    ReportKind Kind { get; }

    Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default);
}

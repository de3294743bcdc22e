using System.Text.RegularExpressions;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Tests.Features.Reports.Readings;

/// <summary>What page, chart and workbook rely on.</summary>
internal static partial class ReportContract
{
    private static readonly char[] IllegalInSheets = [':', '\\', '/', '?', '*', '[', ']'];

    public static void Holds(ReportDocument document)
    {
        Said(document.Title);
        Assert.NotEmpty(document.Views);
        Assert.Equal(document.Views.Count, document.Views.Select(view => view.Title).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(document.Views, Holds);
    }

    private static void Holds(ReportView view)
    {
        Said(view.Title);
        Said(view.Explanation);
        Assert.InRange(view.Title.Length, 1, 31);
        Assert.Equal(-1, view.Title.IndexOfAny(IllegalInSheets));
        Assert.All(view.Columns, column => Said(column.Title));
        Assert.Equal(view.Columns.Count, view.Columns.Select(column => column.Title).Distinct().Count());
        Assert.All(view.Rows.Concat(view.Totals is { } totals ? [totals] : []), row => Holds(view.Columns, row));
        for (var column = 0; view.Totals is not null && column < view.Columns.Count; column++)
        {
            if (view.Columns[column].Kind == ReportValue.Count && view.Totals[column] is { } total)
            {
                Assert.Equal(total, view.Rows.Sum(row => (long)row[column]!));
            }
        }

        if (view.Chart is { } chart)
        {
            Assert.Equal(chart.Shape == ReportChartShape.OverTime ? ReportValue.Day : ReportValue.Text, view.Columns[chart.Label].Kind);
            Assert.All(chart.Values, value => Assert.True(view.Columns[value].Kind is ReportValue.Count or ReportValue.Share));
        }
    }

    private static void Holds(IReadOnlyList<ReportColumn> columns, IReadOnlyList<object?> row)
    {
        Assert.Equal(columns.Count, row.Count);
        Assert.All(columns.Zip(row), pair => Assert.True(pair.Second is null || pair.First.Kind switch
        {
            ReportValue.Text => pair.Second is string text && Said(text),
            ReportValue.Count => pair.Second is >= 0L,
            ReportValue.Share => pair.Second is >= 0.0 and <= 1.0,
            ReportValue.Day => pair.Second is DateTime { Kind: DateTimeKind.Utc, TimeOfDay.Ticks: 0 },
            ReportValue.Moment => pair.Second is DateTime { Kind: DateTimeKind.Utc },
            ReportValue.Duration => pair.Second is TimeSpan,
            _ => pair.Second is double,
        }, $"{pair.First.Title}: {pair.Second}"));
    }

    // A word that is missing shows as its key.
    private static bool Said(string text)
    {
        Assert.False(string.IsNullOrWhiteSpace(text));
        Assert.DoesNotMatch(Key(), text);
        return true;
    }

    [GeneratedRegex(@"^[A-Z]\w+(\.[A-Z]\w+)+$")]
    private static partial Regex Key();
}

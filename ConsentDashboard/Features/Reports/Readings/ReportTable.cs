using ConsentDashboard.Operations.Reports;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>Puts a view together: its columns first, then its rows. Shares are worked out here, so that they follow the counts in every row and in the totals.</summary>
/// <param name="words">Where the words come from.</param>
/// <param name="name">The view's, in the resources.</param>
internal sealed class ReportTable(IStringLocalizer<ReportWords> words, string name)
{
    private readonly List<ReportColumn> _columns = [];
    private readonly List<(int Part, int? Whole)?> _shares = [];
    private readonly List<bool> _sums = [];
    private readonly List<object?[]> _rows = [];

    /// <summary>The sum of no column is told, because the rows of some hold the same thing twice.</summary>
    public bool HasTotals { get; init; } = true;

    public ReportTable Column(string key, ReportValue kind) => Add(words[$"Column.{key}"], kind, sums: false, share: null);

    /// <param name="key">The column's word.</param>
    /// <param name="sums">The rows hold nothing twice.</param>
    public ReportTable Count(string key, bool sums = true) => Add(words[$"Column.{key}"], ReportValue.Count, sums, share: null);

    public ReportTable Counts(IEnumerable<string> titles)
    {
        foreach (var title in titles)
        {
            Add(title, ReportValue.Count, sums: true, share: null);
        }

        return this;
    }

    /// <param name="key">The column's word.</param>
    /// <param name="part">A column of counts.</param>
    /// <param name="whole">The one that it is a part of; none: the sum of the same column.</param>
    public ReportTable Share(string key, int part, int? whole = null) => Add(words[$"Column.{key}"], ReportValue.Share, sums: false, (part, whole));

    /// <param name="values">One for each column that is no share.</param>
    public void Row(params ReadOnlySpan<object?> values)
    {
        var row = new object?[_columns.Count];
        var next = 0;
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = _shares[column] is null ? values[next++] : null;
        }

        _rows.Add(row);
    }

    /// <param name="chart">How it is drawn.</param>
    /// <param name="isCut">There are more rows.</param>
    /// <param name="about">What the explanation names.</param>
    public ReportView View(ReportChart? chart = null, bool isCut = false, params object[] about)
    {
        var totals = Totals();
        foreach (var row in _rows.Append(totals))
        {
            foreach (var (column, share) in _shares.Index())
            {
                if (share is { } of)
                {
                    row[column] = Ratio(row[of.Part], of.Whole is { } whole ? row[whole] : totals[of.Part]);
                }
            }
        }

        return new(words[$"View.{name}"], words[$"About.{name}", about], _columns, _rows, HasTotals && _rows.Count > 0 ? totals : null, chart, isCut);
    }

    private static object? Ratio(object? part, object? whole) => part is long some && whole is long and > 0 and var all ? (double)some / all : null;

    private object?[] Totals()
    {
        var totals = new object?[_columns.Count];
        for (var column = 0; column < totals.Length; column++)
        {
            var mine = column;
            totals[column] = _sums[column] ? _rows.Sum(row => (long)(row[mine] ?? 0L))
                : column == 0 && _columns[0].Kind == ReportValue.Text ? words["Total"].Value
                : null;
        }

        return totals;
    }

    private ReportTable Add(string title, ReportValue kind, bool sums, (int, int?)? share)
    {
        _columns.Add(new(title, kind));
        _sums.Add(sums);
        _shares.Add(share);
        return this;
    }
}

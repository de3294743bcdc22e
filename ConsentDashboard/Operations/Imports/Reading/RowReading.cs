using System.Globalization;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Makes the rows of a table into what the mapping says they are.</summary>
internal sealed class RowReading(ITable table, ImportMapping mapping, DateTime now)
{
    private static readonly DateTime Oldest = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] ErrorCells = ["#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!"];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> NoOptOut = StateWords.NoOptOut.ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int LongestNoOptOut = StateWords.NoOptOut.Max(word => word.Length);

    private readonly int[] _at = [.. Enumerable.Range(0, (int)ImportColumn.ExternalRef + 1).Select(column => mapping.Columns.TryGetValue((ImportColumn)column, out var index) ? index : -1)];
    private readonly HashSet<string> _subscribed = new(mapping.SubscribedWords, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _unsubscribed = new(mapping.UnsubscribedWords, StringComparer.OrdinalIgnoreCase);
    private RowProblem? _problem;

    // The cell of the number itself is damaged, or holds none.
    private bool _isNoNumber;

    public ImportRow Current(long number)
    {
        (_problem, _isNoNumber) = (null, false);
        Look();
        var phone = Text(ImportColumn.Phone);
        if (_problem is null && phone is null)
        {
            Fail(RowProblems.NoNumber, ImportColumn.Phone);
        }

        if (phone is not null && IsScientific(phone))
        {
            Fail(RowProblems.Scientific, ImportColumn.Phone);
        }

        var unsubscribedAt = Date(ImportColumn.UnsubscribedDate);
        var row = new ImportRow
        {
            Number = number,
            Phone = phone,
            ConsentedAt = Date(ImportColumn.ConsentDate),
            UnsubscribedAt = unsubscribedAt,
            Unsubscribed = IsUnsubscribed() || HasUnsubscribed(),
            IpAddress = Text(ImportColumn.IpAddress),
            UserAgent = Text(ImportColumn.UserAgent),
            PageAddress = Text(ImportColumn.PageAddress),
            ProofReference = Text(ImportColumn.ProofReference),
            Language = Text(ImportColumn.Language),
            ExternalRef = Text(ImportColumn.ExternalRef),
        };
        return _problem is null || (row.Unsubscribed && !_isNoNumber) ? row : new() { Number = number, Phone = phone, Problem = _problem };
    }

    internal static bool IsScientific(ReadOnlySpan<char> text)
    {
        var e = text.IndexOfAny('E', 'e');
        return e > 0 && e + 1 < text.Length && text[..e].IndexOfAnyExcept("0123456789.,+-") < 0 && text[(e + 1)..].IndexOfAnyExcept("0123456789+-") < 0;
    }

    // The shape of the row, and what no cell of it that counts may hold.
    private void Look()
    {
        if (table.Count > mapping.Headers.Count && mapping.Headers.Count > 0)
        {
            Fail(RowProblems.Columns);
        }

        if (IsCutShort())
        {
            Fail(RowProblems.TooFewColumns);
        }

        if (mapping.HasHeader && IsHeader())
        {
            Fail(RowProblems.HeaderAgain);
        }

        for (var column = ImportColumn.Phone; column <= ImportColumn.ExternalRef; column++)
        {
            var cell = Cell(column);
            if (cell.Contains('\uFFFD'))
            {
                Fail(RowProblems.Bytes, column);
            }

            if (IsErrorCell(cell))
            {
                Fail(RowProblems.ErrorCell, column);
            }
        }
    }

    // A line break within an address takes the cells behind it away, and with them her opt-out. Workbooks trim empty cells.
    private bool IsCutShort() => mapping.Format == ImportFormat.Csv && table.Count <= Math.Max(_at[(int)ImportColumn.State], _at[(int)ImportColumn.UnsubscribedDate]);

    private bool IsHeader()
    {
        var index = _at[(int)ImportColumn.Phone];
        return index >= 0 && index < mapping.Headers.Count && Cell(ImportColumn.Phone).Equals(mapping.Headers[index], StringComparison.OrdinalIgnoreCase);
    }

    private bool IsUnsubscribed()
    {
        if (_at[(int)ImportColumn.State] < 0)
        {
            return false;
        }

        var word = Cell(ImportColumn.State).ToString();
        if (_unsubscribed.Contains(word))
        {
            return true;
        }

        if (!_subscribed.Contains(word))
        {
            // Whoever may have said no is never taken for somebody who said yes.
            Fail(RowProblems.State, ImportColumn.State);
        }

        return false;
    }

    // Whoever has a date of it unsubscribed, also where the date cannot be read. An error of a formula says nothing of her.
    private bool HasUnsubscribed() => Cell(ImportColumn.UnsubscribedDate) is var cell && !IsNoDate(cell) && !IsNoOptOut(cell) && !IsErrorCell(cell);

    private static bool IsNoDate(ReadOnlySpan<char> cell) => cell.IsEmpty || cell.StartsWith("0000-00-00");

    private static bool IsNoOptOut(ReadOnlySpan<char> cell) => cell.Length <= LongestNoOptOut && NoOptOut.Contains(cell);

    private static bool IsErrorCell(ReadOnlySpan<char> cell) => cell.Length > 0 && cell[0] == '#' && ErrorCells.AsSpan().Contains(cell.ToString());

    private DateTime? Date(ImportColumn column)
    {
        var cell = Cell(column);
        if (IsNoDate(cell) || (column == ImportColumn.UnsubscribedDate && IsNoOptOut(cell)))
        {
            return null;
        }

        if (DateReading.Read(cell, mapping.DateOrder ?? DateOrder.YearFirst) is not { } date)
        {
            Fail(RowProblems.Date, column);
            return null;
        }

        // A time without an offset may be of a place that is ahead of UTC.
        if (date > now.AddHours(14) || date < Oldest)
        {
            Fail(date < Oldest ? RowProblems.OldDate : RowProblems.FutureDate, column);
        }

        return date > now ? now : date;
    }

    private string? Text(ImportColumn column) => Cell(column) is { IsEmpty: false } cell ? cell.ToString() : null;

    private ReadOnlySpan<char> Cell(ImportColumn column)
    {
        var index = _at[(int)column];
        return index >= 0 && index < table.Count ? table.Cell(index).Trim() : default;
    }

    private void Fail(string key, ImportColumn? column = null)
    {
        var index = column is { } named ? _at[(int)named] : -1;
        _isNoNumber |= column is ImportColumn.Phone || key is RowProblems.HeaderAgain;
        _problem ??= new(key, index < 0 ? null : index < mapping.Headers.Count ? mapping.Headers[index] : (index + 1).ToString(CultureInfo.InvariantCulture));
    }
}

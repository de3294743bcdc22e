using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Makes of the cells of a row what the mapping says.</summary>
internal sealed class MappedRows(ImportMapping mapping, DateTime now)
{
    private const int LongestText = 500;
    private const int LongestPhone = 64;

    private readonly int? _phone = mapping.IndexOf(ColumnRole.Phone);
    private readonly int? _consent = mapping.IndexOf(ColumnRole.ConsentDate);
    private readonly int? _state = mapping.IndexOf(ColumnRole.State);
    private readonly int? _unsubscribed = mapping.IndexOf(ColumnRole.UnsubscribedDate);
    private readonly int? _ip = mapping.IndexOf(ColumnRole.IpAddress);
    private readonly int? _agent = mapping.IndexOf(ColumnRole.UserAgent);
    private readonly int? _page = mapping.IndexOf(ColumnRole.PageAddress);
    private readonly int? _proof = mapping.IndexOf(ColumnRole.ProofReference);
    private readonly int? _language = mapping.IndexOf(ColumnRole.Language);
    private readonly int? _reference = mapping.IndexOf(ColumnRole.Reference);

    /// <summary>The row, or what is wrong with it; null for one with nothing in it.</summary>
    public ImportRow? Read(in FileCells row)
    {
        var cells = row.Cells;
        if (cells.All(cell => cell is { Text.Length: 0, Date: null, IsError: false }))
        {
            return null;
        }

        var phone = Text(cells, _phone) is { Length: > 0 and <= LongestPhone } text ? text : null;
        if (Problem(cells) is { } problem)
        {
            return new() { Number = row.Number, Phone = phone, Problem = problem };
        }

        var state = _state is { } column ? StateWords.Of(cells[column].Text) : ListedState.None;
        var unsubscribed = Date(cells, _unsubscribed);
        return new()
        {
            Number = row.Number,
            Phone = Text(cells, _phone),
            ConsentedAt = state == ListedState.Unknown ? null : Date(cells, _consent),
            Unsubscribed = state == ListedState.Unsubscribed || (unsubscribed is not null && state != ListedState.Subscribed),
            UnsubscribedAt = unsubscribed,
            IpAddress = Text(cells, _ip),
            UserAgent = Text(cells, _agent),
            PageAddress = Text(cells, _page),
            ProofReference = Text(cells, _proof),
            Language = Text(cells, _language) is { Length: <= 12 } language ? language : null,
            ExternalRef = Text(cells, _reference),
        };
    }

    private RowProblem? Problem(IReadOnlyList<FileCell> cells)
    {
        if (cells.Count < mapping.Columns.Count && Needed(cells.Count))
        {
            return new(ImportReadingErrors.ShortRow);
        }

        for (var index = 0; index < cells.Count; index++)
        {
            if (index >= mapping.Columns.Count)
            {
                if (cells[index].Text.Length > 0)
                {
                    return new(ImportReadingErrors.LongRow);
                }
            }
            else if (mapping.Columns[index] != ColumnRole.Ignored && Problem(cells[index], mapping.Columns[index]) is { } wrong)
            {
                return new(wrong, mapping.NameOf(index));
            }
        }

        return IsHeader(cells) ? new(ImportReadingErrors.HeaderAgain) : null;
    }

    private string? Problem(in FileCell cell, ColumnRole role) => role switch
    {
        _ when cell.IsError || IsErrorText(cell.Text) => ImportReadingErrors.ErrorCell,
        ColumnRole.Phone when IsScientific(cell.Text) => ImportReadingErrors.Scientific,
        ColumnRole.ConsentDate or ColumnRole.UnsubscribedDate => DateProblem(cell),
        ColumnRole.State when StateWords.Of(cell.Text) == ListedState.NotUnderstood => ImportReadingErrors.UnknownState,
        ColumnRole.Reference when cell.Text.Length > 64 => ImportReadingErrors.TooLong,
        _ when cell.Text.Length > LongestText => ImportReadingErrors.TooLong,
        _ => null,
    };

    private string? DateProblem(in FileCell cell)
    {
        if (cell is { Text.Length: 0, Date: null })
        {
            return null;
        }

        return (cell.Date ?? ImportDates.Parse(cell.Text, mapping.DateOrder)) switch
        {
            null when ImportDates.Orders(cell.Text) is (true, true) => ImportReadingErrors.AmbiguousDate,
            null => ImportReadingErrors.WrongDate,
            { } date when date < ImportDates.Earliest => ImportReadingErrors.WrongDate,

            // Clocks differ, and a day without a zone may have begun elsewhere.
            { } date when date > now.AddHours(26) => ImportReadingErrors.FutureDate,
            _ => null,
        };
    }

    private bool Needed(int cells) => mapping.Columns.Skip(cells).Any(role => role != ColumnRole.Ignored);

    private bool IsHeader(IReadOnlyList<FileCell> cells) =>
        mapping.HasHeader && _phone is { } phone && phone < cells.Count && phone < mapping.Headers.Count
        && cells[phone].Text.Length > 0 && cells[phone].Text.Equals(mapping.Headers[phone], StringComparison.OrdinalIgnoreCase);

    private DateTime? Date(IReadOnlyList<FileCell> cells, int? column) =>
        column is { } index && index < cells.Count && (cells[index].Date ?? ImportDates.Parse(cells[index].Text, mapping.DateOrder)) is { } date
            ? Times.Truncate(date > now ? now : date)
            : null;

    private static string? Text(IReadOnlyList<FileCell> cells, int? column) =>
        column is { } index && index < cells.Count && cells[index].Text is { Length: > 0 } text ? text : null;

    private static bool IsErrorText(string text) => text is ['#', ..] && text is "#N/A" or "#REF!" or "#VALUE!" or "#NAME?" or "#DIV/0!" or "#NULL!" or "#NUM!" or "#Н/Д" or "#ССЫЛКА!" or "#ЗНАЧ!" or "#ИМЯ?" or "#ДЕЛ/0!" or "#ПУСТО!" or "#ЧИСЛО!";

    // 1.23E+11: the spreadsheet has cut the digits off, and nobody can tell which they were.
    private static bool IsScientific(string text)
    {
        var e = text.AsSpan().IndexOfAny("EeЕе");
        return e > 0 && e < text.Length - 1
            && text.AsSpan(0, e).IndexOfAnyExcept("0123456789.,") < 0
            && text.AsSpan(e + 1).TrimStart("+-").IndexOfAnyExcept("0123456789") < 0;
    }
}

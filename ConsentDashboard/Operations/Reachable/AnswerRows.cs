using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Reachable;

/// <summary>Makes the rows of a table into answers.</summary>
internal sealed class AnswerRows(ITable table, ImportFormat format, AnswerColumns columns, AnswerReading reading, DateOrder order, DateTime now)
{
    private const int LongestWord = 40;

    private static readonly DateTime Oldest = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public AnswerRow Current()
    {
        var phone = Cell(columns.Number).ToString();
        if (Shape(phone) is { } shape)
        {
            return shape;
        }

        var number = NumberFormats.Parse(phone, reading.Region);
        if (number.Failed)
        {
            return Problem(RowReading.IsScientific(phone) ? RowProblems.Scientific : AnswerProblems.Number, columns.Number);
        }

        var word = AnswerWords.Plain(Cell(columns.Status).ToString());
        if (word.Length == 0)
        {
            return Problem(AnswerProblems.NoStatus, columns.Status);
        }

        var known = AnswerWords.StatusOf(word);
        var unknown = known is null ? Shown(word) : null;
        if ((known ?? Said(word)) is not { } status)
        {
            return Problem(AnswerProblems.Word, columns.Status) with { Word = unknown };
        }

        var (at, wrong) = Date();
        return (wrong is null ? new(table.Row, new(number.Value, status, at)) : Problem(wrong, columns.Date!.Value)) with { Word = unknown };
    }

    private ReachabilityStatus? Said(string word) => reading.Words.TryGetValue(word, out var said) && said != ReachabilityStatus.Unknown ? said : null;

    // A row whose cells have shifted may have the status of somebody else.
    private AnswerRow? Shape(string phone) =>
        columns.Headers.Count > 0 && table.Count > columns.Headers.Count ? new(table.Row, null, RowProblems.Columns)
        : phone.Length == 0 ? Problem(RowProblems.NoNumber, columns.Number)
        : format == ImportFormat.Csv && table.Count <= columns.Status ? Problem(AnswerProblems.NoStatus, columns.Status)
        : phone.Contains('\uFFFD') ? Problem(RowProblems.Bytes, columns.Number)
        : null;

    private (DateTime? At, string? Wrong) Date()
    {
        if (columns.Date is not { } column || Cell(column) is not { IsEmpty: false } cell)
        {
            return (null, null);
        }

        // A time without an offset may be of a place that is ahead of UTC.
        return DateReading.Read(cell, order) switch
        {
            null => (null, RowProblems.Date),
            { } date when date < Oldest => (null, RowProblems.OldDate),
            { } date when date > now.AddHours(14) => (null, RowProblems.FutureDate),
            { } date => (date > now ? now : date, null),
        };
    }

    private ReadOnlySpan<char> Cell(int column) => column < table.Count ? table.Cell(column).Trim() : default;

    private AnswerRow Problem(string key, int column) => new(table.Row, null, key, columns.NameOf(column));

    // Whatever stands in a status column is shown to be given a meaning, unless it may be somebody's number.
    private static string? Shown(string word) => word.Length <= LongestWord && word.Count(char.IsAsciiDigit) < 5 ? word : null;
}

using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Reachable;

/// <summary>Where what stands in a file of answers, counted from 0.</summary>
/// <param name="Date">Null: the answers are of now.</param>
/// <param name="Headers">The file's own names; empty where the first row is an answer.</param>
internal sealed record AnswerColumns(int Number, int Status, int? Date, IReadOnlyList<string> Headers)
{
    private static readonly string[] StatusNames =
    [
        "status", "numberstatus", "phonestatus", "linestatus", "reachability", "state", "result", "answer", "hlrstatus",
        "статус", "статусномера", "состояние", "состояниеномера", "результат", "ответ", "доступность",
    ];

    private static readonly string[] DateNames =
    [
        "date", "statusdate", "since", "changedat", "changedon", "observedat", "observedon", "checkedat", "checkedon", "asof", "effectivedate", "disconnectdate", "reassigneddate",
        "дата", "датастатуса", "датапроверки", "датаизменения", "датасмены", "датаотключения", "скакогочисла", "с",
    ];

    /// <summary>The column's name, or its number where it has none.</summary>
    public string NameOf(int column) => column < Headers.Count && Headers[column].Length > 0 ? Headers[column] : $"{column + 1}";

    /// <exception cref="UnreadableFileException">No column can be the one that is needed.</exception>
    public static AnswerColumns Of(string[] first) => FileForms.IsHeader(first) ? OfHeader(first) : OfAnswer(first);

    private static AnswerColumns OfHeader(string[] headers)
    {
        var twice = headers.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new UnreadableFileException(ReadingErrors.SameHeader(NumbersInText.Mask(twice.Key)));
        }

        var plain = headers.Select(ColumnGuesses.Plain).ToList();
        var number = ColumnGuesses.Guess(headers).TryGetValue(ImportColumn.Phone, out var phone) ? phone : throw new UnreadableFileException(AnswerErrors.NoNumberColumn);
        var status = Place(plain, StatusNames) ?? throw new UnreadableFileException(AnswerErrors.NoStatusColumn);
        return new(number, status, Place(plain, DateNames), headers);
    }

    private static AnswerColumns OfAnswer(string[] cells)
    {
        var number = FileForms.PhoneColumn([cells]).TryGetValue(ImportColumn.Phone, out var phone) ? phone : throw new UnreadableFileException(AnswerErrors.NoNumberColumn);
        var status = Array.FindIndex(cells, cell => AnswerWords.StatusOf(AnswerWords.Plain(cell)) is not null);
        var date = Array.FindIndex(cells, cell => cell.Length >= 8 && !ReferenceEquals(cell, cells[number]) && DateReading.Read(cell, DateOrder.DayFirst) is not null);
        return status < 0 ? throw new UnreadableFileException(AnswerErrors.NoStatusColumn) : new(number, status, date < 0 ? null : date, []);
    }

    private static int? Place(List<string> headers, string[] names) =>
        names.Select(name => headers.IndexOf(name)).Where(index => index >= 0).Select(index => (int?)index).FirstOrDefault();
}

using System.Globalization;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Spreadsheets;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Looks at the beginning of a file: what it is, by its content and never by its name, and which column is probably what.</summary>
public static class InspectFile
{
    public const int MaxColumns = 200;
    public const int ShownRows = 12;

    private const int Start = 256 * 1024;

    // Enough to tell how dates are meant; later rows that do not fit say so one by one.
    private const int ScannedRows = 20_000;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <param name="stream">The file; has to be seekable.</param>
    /// <param name="chosen">What staff said already about encoding, delimiter or sheet; null: guess all of it.</param>
    /// <returns>A mapping with the first rows, or why the file cannot be read; the error's field names the row.</returns>
    public static Result<FileInspection> Execute(Stream stream, ImportMapping? chosen = null)
    {
        try
        {
            var layout = chosen ?? Layout(stream);
            var sheets = layout.Format == ImportFormat.Xlsx ? WorkbookCells.Sheets(stream) : [];
            stream.Position = 0;
            return Inspect([.. ReadUpload.Cells(stream, layout).Take(ScannedRows)], layout, sheets);
        }
        catch (JobFailedException e)
        {
            return e.Error with { Field = e.Details };
        }
    }

    private static Result<FileInspection> Inspect(List<FileCells> rows, ImportMapping layout, IReadOnlyList<string> sheets)
    {
        rows.RemoveAll(row => row.Cells.All(cell => cell is { Text.Length: 0, Date: null, IsError: false }));
        if (rows.Count == 0)
        {
            return ImportReadingErrors.Empty;
        }

        var width = rows.Take(100).Max(row => row.Cells.Count);
        if (width > MaxColumns)
        {
            return ImportReadingErrors.TooManyColumns with { Field = $"{width}" };
        }

        var hasHeader = !rows[0].Cells.Any(cell => IsPhone(cell.Text));
        List<string> headers = hasHeader ? [.. rows[0].Cells.Select(cell => cell.Text)] : [];
        if (headers.Where(header => header.Length > 0).GroupBy(Headers.Plain, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            return ImportReadingErrors.HeaderTwice with { Field = twice.First() };
        }

        var data = rows.Skip(hasHeader ? 1 : 0).ToList();
        if (data.Count == 0)
        {
            return ImportReadingErrors.NoRows;
        }

        var columns = hasHeader ? Headers.Guess(headers).ToList() : [];
        columns.AddRange(Enumerable.Repeat(ColumnRole.Ignored, Math.Max(0, width - columns.Count)));
        if (!columns.Contains(ColumnRole.Phone) && PhoneColumn(data, width) is { } phone)
        {
            columns[phone] = ColumnRole.Phone;
        }

        var mapping = WithDates(layout with { HasHeader = hasHeader, Headers = headers, Columns = columns }, data);
        return new FileInspection(mapping, [.. data.Take(ShownRows).Select(row => (IReadOnlyList<string>)[.. row.Cells.Select(Shown)])], sheets);
    }

    /// <summary>The order that all dates of the file fit, where there is only one.</summary>
    internal static ImportMapping WithDates(ImportMapping mapping, IReadOnlyList<FileCells> rows)
    {
        var (any, day, month) = (false, true, true);
        foreach (var column in new[] { ColumnRole.ConsentDate, ColumnRole.UnsubscribedDate }.Select(mapping.IndexOf).OfType<int>())
        {
            foreach (var cell in rows.Where(row => column < row.Cells.Count).Select(row => row.Cells[column]))
            {
                var (dayFits, monthFits) = cell.Date is null ? ImportDates.Orders(cell.Text) : (false, false);
                if (dayFits || monthFits)
                {
                    (any, day, month) = (true, day && dayFits, month && monthFits);
                }
            }
        }

        DateOrder? order = (any, day, month) switch
        {
            (true, true, false) => DateOrder.DayFirst,
            (true, false, true) => DateOrder.MonthFirst,
            _ => null,
        };
        return mapping with { NeedsDateOrder = any, DateOrder = order };
    }

    private static ImportMapping Layout(Stream stream)
    {
        var start = new byte[Math.Min(Start, stream.Length)];
        stream.Position = 0;
        stream.ReadExactly(start);
        stream.Position = 0;
        return start switch
        {
            [] => throw new JobFailedException(ImportReadingErrors.Empty),
            [(byte)'P', (byte)'K', 3, 4, ..] => new() { Format = ImportFormat.Xlsx },
            [0xD0, 0xCF, 0x11, 0xE0, ..] => throw new JobFailedException(ImportReadingErrors.OldExcel),
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] or [0x1F, 0x8B, ..] => throw new JobFailedException(ImportReadingErrors.NotAList),
            _ => TextLayout(start),
        };
    }

    private static ImportMapping TextLayout(byte[] start)
    {
        var encoding = TextEncodings.Guess(start);
        var text = Encoding.GetEncoding(TextEncodings.Find(encoding).CodePage).GetString(start);
        if (text.Take(4096).Count(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t')) > 8)
        {
            throw new JobFailedException(ImportReadingErrors.NotAList);
        }

        return new() { Format = ImportFormat.Csv, Encoding = encoding, Delimiter = Delimiter(text) };
    }

    // The one that stands in each line as often as in the first.
    private static char Delimiter(string text)
    {
        var lines = text.Split('\n').Where(line => line.Trim().Length > 0).Take(30).ToList();
        return Delimiters
            .Select(delimiter => (Delimiter: delimiter, Counts: lines.Select(line => Outside(line, delimiter)).ToList()))
            .Where(candidate => candidate.Counts.Count > 0 && candidate.Counts[0] > 0)
            .OrderByDescending(candidate => candidate.Counts.Count(count => count == candidate.Counts[0]) * Math.Min(candidate.Counts[0], 40))
            .Select(candidate => candidate.Delimiter)
            .FirstOrDefault(',');
    }

    private static int Outside(string line, char delimiter)
    {
        var (quoted, count) = (false, 0);
        foreach (var letter in line)
        {
            quoted ^= letter == '"';
            count += !quoted && letter == delimiter ? 1 : 0;
        }

        return count;
    }

    private static int? PhoneColumn(List<FileCells> rows, int width)
    {
        var some = rows.Take(50).ToList();
        var best = Enumerable.Range(0, width)
            .Select(column => (Column: column, Phones: some.Count(row => column < row.Cells.Count && IsPhone(row.Cells[column].Text))))
            .MaxBy(candidate => candidate.Phones);
        return best.Phones * 2 > some.Count ? best.Column : null;
    }

    // Digits as many as a number has, with what people write between them; a date or a count is none.
    private static bool IsPhone(string text) =>
        text.Count(char.IsAsciiDigit) is >= 10 and <= 15 && text.All(letter => char.IsAsciiDigit(letter) || " +()-.\u00A0".Contains(letter, StringComparison.Ordinal)) && !NumberFormats.Parse(text, "US").Failed
        || (text.StartsWith('+') && !NumberFormats.Parse(text, "US").Failed);

    private static string Shown(FileCell cell) => cell.IsError ? "#" : cell.Date is { } date ? date.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : cell.Text;
}

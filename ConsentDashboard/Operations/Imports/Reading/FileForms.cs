using System.Text;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Tells by its content what a file is; its name says nothing.</summary>
internal static class FileForms
{
    /// <exception cref="UnreadableFileException">It is no list.</exception>
    public static ImportMapping Guess(Stream file, int size)
    {
        var bytes = new byte[Math.Min(size, file.Length)];
        file.Position = 0;
        file.ReadExactly(bytes);
        if (bytes.Length == 0)
        {
            throw new UnreadableFileException(ReadingErrors.EmptyFile);
        }

        if (bytes.AsSpan().StartsWith("PK\u0003\u0004"u8))
        {
            return new() { Format = ImportFormat.Xlsx };
        }

        if (bytes.AsSpan().StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new UnreadableFileException(ReadingErrors.OldWorkbook);
        }

        var encoding = FileEncodings.Detect(bytes);
        if (FileEncodings.LooksBinary(bytes, encoding))
        {
            throw new UnreadableFileException(ReadingErrors.Binary);
        }

        using var reader = new StreamReader(new MemoryStream(bytes), FileEncodings.Find(encoding)!, detectEncodingFromByteOrderMarks: true);
        return new() { Format = ImportFormat.Csv, Encoding = encoding, Delimiter = Delimiters.Detect(reader.ReadToEnd()) };
    }

    public static bool IsHeader(string[] cells) => cells.Any(cell => cell.Any(char.IsLetter)) && !cells.Any(LooksLikeNumber);

    public static Dictionary<ImportColumn, int> PhoneColumn(List<string[]> rows)
    {
        var at = Array.FindIndex(rows[0], LooksLikeNumber);
        return at < 0 ? [] : new() { [ImportColumn.Phone] = at };
    }

    private static bool LooksLikeNumber(string cell) =>
        cell.Count(char.IsAsciiDigit) >= 7 && cell.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '(' or ')' or '-' or '.') && DateReading.Parts(cell) is null && !IsYearFirst(cell);

    // 2025-03-04, 20250304 and 20250304101112, but not 2025550123.
    private static bool IsYearFirst(string cell) => cell.StartsWith("20", StringComparison.Ordinal)
        && (cell.All(char.IsAsciiDigit) ? cell.Length is 8 or 14 : cell[4] is '-' or '.' && cell.Count(char.IsAsciiDigit) is not (9 or 10 or 11));
}

using System.Text;
using Sylvan.Data.Csv;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>Writes rows as CSV (RFC 4180) in UTF-8 without a byte order mark: programs read it; people open the XLSX.</summary>
public static class CsvFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    private const int Buffer = 1 << 16;

    private static readonly CsvDataWriterOptions Options = new() { NewLine = "\r\n", DateTimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'" };

    public static void Write(Stream target, SheetRows rows)
    {
        using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Buffer, leaveOpen: true);
        using var csv = CsvDataWriter.Create(text, Options);
        rows.InCsv = true;
        csv.Write(rows);
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>
/// Cells of a sheet that hold an error such as #N/A. The reader takes them for empty ones, and an empty cell may count as
/// "never unsubscribed".
/// </summary>
internal static partial class ErrorCells
{
    private const string Relations = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}";

    /// <returns>The name of the first one, empty where it has none; null where there is none.</returns>
    /// <param name="part">Of the sheet's XML.</param>
    /// <param name="isBeginning">It is the first part.</param>
    public static string? Find(ReadOnlySpan<byte> part, bool isBeginning)
    {
        if (isBeginning && part.Length > 1 && (part[0] is 0 or 0xFE or 0xFF || part[1] == 0))
        {
            // UTF-16, which no spreadsheet writes: nothing would be found in it.
            throw new UnreadableFileException(ReadingErrors.BrokenWorkbook);
        }

        var from = 0;
        while (Next(part[from..]) is var at and >= 0)
        {
            var tag = part[..(from + at)].LastIndexOf((byte)'<');
            if (tag >= 0)
            {
                var rest = part[tag..];
                var end = rest.IndexOf((byte)'>');
                var text = Encoding.Latin1.GetString(end < 0 ? rest : rest[..end]);
                if (Error().IsMatch(text))
                {
                    return Name().Match(text).Groups["name"].Value;
                }
            }

            from += at + 1;
        }

        return null;
    }

    /// <summary>"People!A2": the sheet as people see it, as far as the workbook says.</summary>
    public static string Place(ZipArchive zip, ZipArchiveEntry sheet, string cell)
    {
        var name = Path.GetFileNameWithoutExtension(sheet.Name);
        try
        {
            var parts = Read(zip, "xl/_rels/workbook.xml.rels")?.Root?.Elements() ?? [];
            var id = parts.FirstOrDefault(part => $"{part.Attribute("Target")?.Value}".EndsWith($"worksheets/{sheet.Name}", StringComparison.OrdinalIgnoreCase))?.Attribute("Id")?.Value;
            var found = Read(zip, "xl/workbook.xml")?.Descendants().FirstOrDefault(part => part.Name.LocalName == "sheet" && part.Attribute(Relations + "id")?.Value == id);
            name = found?.Attribute("name")?.Value ?? name;
        }
        catch (XmlException)
        {
        }

        name = NumbersInText.Mask(name);
        return cell.Length == 0 ? name : $"{name}!{cell}";
    }

    private static XDocument? Read(ZipArchive zip, string path)
    {
        using var content = zip.GetEntry(path)?.Open();
        using var reader = content is null ? null : XmlReader.Create(content, new() { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = 1 << 20 });
        return reader is null ? null : XDocument.Load(reader);
    }

    private static int Next(ReadOnlySpan<byte> part)
    {
        var (one, other) = (part.IndexOf("\"e\""u8), part.IndexOf("'e'"u8));
        return one < 0 ? other : other < 0 ? one : Math.Min(one, other);
    }

    [GeneratedRegex("""^<(?:[^\s:<>"']+:)?c\s(?:.*\s)?t\s*=\s*["']e["']""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Error();

    [GeneratedRegex("""\sr\s*=\s*["'](?<name>[A-Za-z]+\d+)["']""", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Name();
}

using System.IO.Compression;
using System.Text;

namespace ConsentDashboard.Tests.Operations.Imports.Reading;

/// <summary>Workbooks made by hand, part by part, so that broken ones can be made too.</summary>
internal static class Workbooks
{
    private const string Space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

    /// <param name="rows">The XML of the rows of the sheet.</param>
    /// <param name="before">What stands before the sheet's root element.</param>
    public static MemoryStream Of(string rows, string before = "", string? extra = null)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
            Add(zip, "_rels/.rels", """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add(zip, "xl/_rels/workbook.xml.rels", """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>""");
            Add(zip, "xl/workbook.xml", $"""<?xml version="1.0"?><workbook {Space} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="People" sheetId="1" r:id="rId1"/><sheet name="Others" sheetId="2" r:id="rId2"/></sheets></workbook>""");
            Add(zip, "xl/worksheets/sheet1.xml", $"""<?xml version="1.0"?>{before}<worksheet {Space}><sheetData>{rows}</sheetData></worksheet>""");
            Add(zip, "xl/worksheets/sheet2.xml", $"""<?xml version="1.0"?><worksheet {Space}><sheetData>{Row(1, "Mobile")}{Row(2, "+79160000009")}</sheetData></worksheet>""");
            if (extra is not null)
            {
                Add(zip, "xl/media/picture.xml", extra);
            }
        }

        stream.Position = 0;
        return stream;
    }

    public static string Row(int number, params string[] texts) =>
        $"<row r=\"{number}\">{string.Concat(texts.Select((text, index) => $"<c r=\"{(char)('A' + index)}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))}</row>";

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        part.Write(Encoding.UTF8.GetBytes(text));
    }
}

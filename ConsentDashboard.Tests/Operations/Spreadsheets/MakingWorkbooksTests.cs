using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;
using ConsentDashboard.Operations.Spreadsheets;
using ConsentDashboard.Tests.Features.Reports;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Operations.Spreadsheets;

/// <summary>A workbook holds the figures of its report, read by another library than the one that wrote it.</summary>
public sealed class MakingWorkbooksTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly ReportRequest Request = new(ReportKind.ConsentStatus, new(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc), new(2026, 5, 31, 0, 0, 0, DateTimeKind.Utc), null);

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public void Every_figure_is_in_it(string language)
    {
        var report = WrittenReading.Document(Request);

        var sheets = OpenedWorkbook.Sheets(Make(report, language));

        foreach (var (view, rows) in report.Views.Zip(sheets, (view, sheet) => (view, sheet.Rows)))
        {
            Assert.Equal(view.Columns.Select(column => column.Title), rows[4].Cast<string>());
            IReadOnlyList<object?>[] expected = view.Totals is { } totals ? [.. view.Rows, totals] : [.. view.Rows];
            Assert.Equal(expected.Select(row => row.Select(Plain)), rows[5..].Select(row => row.Select(Plain)));
        }

        Assert.Equal(report.Views.Count, sheets.Count);
    }

    [Theory]
    [InlineData("en", "Period: 1 May 2026 – 31 May 2026 (UTC) · Sender: all senders", "Read on 1 Jun 2026, 09:30 UTC")]
    [InlineData("ru", "Период: 1 мая 2026 – 31 мая 2026 (UTC) · Отправитель: все отправители", "Данные на 1 июн. 2026, 09:30 UTC")]
    public void A_sheet_says_what_it_is_about(string language, string about, string asOf)
    {
        var (name, rows) = OpenedWorkbook.Sheets(Make(WrittenReading.Document(Request), language))[0];

        Assert.Equal("By source allnone", name);
        Assert.Equal(["Consent & status: By source: all/none", about, asOf, "Counts numbers by their newest consent."], rows[..4].Select(row => row[0]));
    }

    [Fact]
    public void No_text_becomes_a_formula()
    {
        using var zip = new ZipArchive(Make(WrittenReading.Document(Request)));

        var sheets = zip.Entries.Where(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, sheets.Count);
        Assert.All(sheets, sheet => Assert.Empty(Part(sheet).Descendants(Main + "f")));
        Assert.Contains(Part(zip.GetEntry("xl/styles.xml")!).Descendants(Main + "xf"), style => style.Attribute("quotePrefix")?.Value == "1");
    }

    [Fact]
    public void It_opens_ready_to_filter_and_to_print()
    {
        using var zip = new ZipArchive(Make(WrittenReading.Document(Request)));
        var (wide, narrow) = (Part(zip.GetEntry("xl/worksheets/sheet1.xml")!), Part(zip.GetEntry("xl/worksheets/sheet2.xml")!));

        Assert.Equal("A5:G9", wide.Descendants(Main + "autoFilter").Single().Attribute("ref")!.Value);
        Assert.Equal("5", wide.Descendants(Main + "pane").Single().Attribute("ySplit")!.Value);
        Assert.Equal(("landscape", "portrait"), (Orientation(wide), Orientation(narrow)));
        Assert.All([wide, narrow], sheet =>
        {
            Assert.Equal("1", sheet.Descendants(Main + "pageSetUpPr").Single().Attribute("fitToPage")!.Value);
            Assert.Equal("0", sheet.Descendants(Main + "pageSetup").Single().Attribute("fitToHeight")!.Value);
            Assert.Contains("Consent && status", sheet.Descendants(Main + "oddFooter").Single().Value, StringComparison.Ordinal);
            Assert.Contains("Page &P of &N", sheet.Descendants(Main + "oddFooter").Single().Value, StringComparison.Ordinal);
        });
        Assert.Equal(
            ["'By source allnone'!5:5", "'By day'!5:5"],
            Part(zip.GetEntry("xl/workbook.xml")!).Descendants(Main + "definedName").Where(name => name.Attribute("name")!.Value == "_xlnm.Print_Titles").Select(name => name.Value));
        Assert.Contains("Consent &amp; status", new StreamReader(zip.Entries.Single(entry => entry.FullName.EndsWith("core.xml", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".psmdcp", StringComparison.Ordinal)).Open(), Encoding.UTF8).ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_have_the_form_of_what_they_are()
    {
        using var reader = OpenedWorkbook.Open(Make(WrittenReading.Document(Request)));
        for (var row = 0; row < 6; row++)
        {
            reader.Read();
        }

        Assert.Equal(["#,##0", "0.0%", "d mmm yyyy", "d mmm yyyy hh:mm:ss", "[h]:mm:ss.000", "#,##0.0"], Enumerable.Range(1, 6).Select(reader.GetNumberFormatString));
    }

    [Fact]
    public void Views_of_the_same_name_have_sheets_of_their_own()
    {
        var view = new ReportView(new('a', 31), "", [new("A", ReportValue.Text)], [], null, null);

        var sheets = OpenedWorkbook.Sheets(Make(WrittenReading.Document(Request) with { Views = [view, view] }));

        Assert.Equal([view.Title, $"{new string('a', 29)} 2"], sheets.Select(sheet => sheet.Name));
    }

    private static MemoryStream Make(ReportDocument report, string language = "en")
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return ReportWorkbook.Make(report);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private static object? Plain(object? value) => value switch
    {
        long count => (double)count,
        TimeSpan span => Math.Round(span.TotalDays, 9),
        DateTime at => DateTime.SpecifyKind(at, DateTimeKind.Unspecified),
        string text => text.Replace("\u0001", "", StringComparison.Ordinal),
        _ => value,
    };

    private static XDocument Part(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return XDocument.Load(stream);
    }

    private static string Orientation(XDocument sheet) => sheet.Descendants(Main + "pageSetup").Single().Attribute("orientation")!.Value;
}

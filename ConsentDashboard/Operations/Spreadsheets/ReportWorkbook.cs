using ClosedXML.Excel;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>A report as a finished workbook, a sheet a view: what an auditor opens, filters and prints without touching it first.</summary>
public static class ReportWorkbook
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Program = "ConsentDashboard";

    /// <returns>The workbook, to be read from its beginning.</returns>
    public static MemoryStream Make(ReportDocument report)
    {
        using var book = new XLWorkbook(XLEventTracking.Disabled);
        book.Properties.Title = SheetText.Clean(report.Title);
        book.Properties.Subject = SheetText.Clean(ReportSheet.PeriodOf(report.Request));
        book.Properties.Author = book.Properties.LastModifiedBy = book.Properties.Company = Program;
        book.Properties.Created = book.Properties.Modified = report.AsOf;
        foreach (var view in report.Views)
        {
            ReportSheet.Write(book.AddWorksheet(SheetText.Tab(view.Title, [.. book.Worksheets.Select(sheet => sheet.Name)])), report, view);
        }

        var stream = new MemoryStream();
        book.SaveAs(stream);
        stream.Position = 0;
        return stream;
    }
}

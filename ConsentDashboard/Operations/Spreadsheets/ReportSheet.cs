using System.Globalization;
using ClosedXML.Excel;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>One view of a report on its sheet: what it is about above, then a table that can be filtered.</summary>
internal static class ReportSheet
{
    /// <summary>The row of the headings; those above it say what the sheet is about.</summary>
    public const int HeaderRow = 5;

    private const string HeaderFill = "#E7F1FB";
    private const string LineColour = "#87919C";
    private const double LineHeight = 15.5;
    private const double WidestPortrait = 95;

    public static string PeriodOf(ReportRequest request) => request.From == request.To
        ? WorkbookText.Of("Period.Day", Day(request.From))
        : WorkbookText.Of("Period", Day(request.From), Day(request.To));

    public static void Write(IXLWorksheet sheet, ReportDocument report, ReportView view)
    {
        sheet.Style.Font.FontName = "Calibri";
        sheet.Style.Font.FontSize = 11;
        var width = WriteTable(sheet, view);
        WriteHead(sheet, report, view, width);
        Print(sheet, report, width);
    }

    private static void WriteHead(IXLWorksheet sheet, ReportDocument report, ReportView view, double width)
    {
        var sender = WorkbookText.Of("Sender", report.Sender ?? WorkbookText.Of("Sender.All"));
        string[] lines = [view.Title == report.Title ? report.Title : $"{report.Title}: {view.Title}", $"{PeriodOf(report.Request)} · {sender}", AsOf(report.AsOf), view.Explanation];
        foreach (var (index, line) in lines.Index())
        {
            ReportCells.SetText(sheet.Cell(index + 1, 1), line);
        }

        sheet.Cell(1, 1).Style.Font.SetBold().Font.SetFontSize(15);
        var explanation = sheet.Range(HeaderRow - 1, 1, HeaderRow - 1, view.Columns.Count);
        explanation.Merge();
        explanation.Style.Alignment.SetWrapText().Alignment.SetVertical(XLAlignmentVerticalValues.Top);
        sheet.Row(HeaderRow - 1).Height = LineHeight * (Math.Ceiling(view.Explanation.Length / width) + 0.6);
    }

    /// <returns>How wide the table is, in characters.</returns>
    private static double WriteTable(IXLWorksheet sheet, ReportView view)
    {
        var width = 0.0;
        var last = HeaderRow + view.Rows.Count;
        foreach (var (index, column) in view.Columns.Index())
        {
            var own = ReportCells.Of(column, [.. view.Rows.Select(row => row[index]), view.Totals?[index]], namesRows: index == 0);
            var number = index + 1;
            own.SetHeading(sheet.Cell(HeaderRow, number));
            for (var row = 0; row < view.Rows.Count; row++)
            {
                own.Set(sheet.Cell(HeaderRow + 1 + row, number), view.Rows[row][index]);
            }

            if (view.Totals is { } totals)
            {
                own.Set(sheet.Cell(last + 1, number), totals[index]);
            }

            sheet.Column(number).Width = own.Width;
            width += own.Width;
        }

        var header = sheet.Range(HeaderRow, 1, HeaderRow, view.Columns.Count);
        header.Style.Font.SetBold().Fill.SetBackgroundColor(XLColor.FromHtml(HeaderFill));
        header.Style.Alignment.SetWrapText().Alignment.SetVertical(XLAlignmentVerticalValues.Center);
        header.Style.Border.SetBottomBorder(XLBorderStyleValues.Thin).Border.SetBottomBorderColor(XLColor.FromHtml(LineColour));
        if (view.Totals is not null)
        {
            var totals = sheet.Range(last + 1, 1, last + 1, view.Columns.Count);
            totals.Style.Font.SetBold().Border.SetTopBorder(XLBorderStyleValues.Thin).Border.SetTopBorderColor(XLColor.FromHtml(LineColour));
        }

        sheet.Range(HeaderRow, 1, last, view.Columns.Count).SetAutoFilter();
        sheet.SheetView.FreezeRows(HeaderRow);
        return width;
    }

    private static void Print(IXLWorksheet sheet, ReportDocument report, double width)
    {
        var page = sheet.PageSetup;
        page.PaperSize = XLPaperSize.A4Paper;
        page.PageOrientation = width > WidestPortrait ? XLPageOrientation.Landscape : XLPageOrientation.Portrait;
        page.FitToPages(1, 0);
        page.SetRowsToRepeatAtTop(HeaderRow, HeaderRow);
        page.Footer.Left.AddText(SheetText.Clean(report.Title).Replace("&", "&&", StringComparison.Ordinal));
        page.Footer.Right.AddText(WorkbookText.Of("Page", "&P", "&N"));
    }

    private static string AsOf(DateTime utc) => WorkbookText.Of("AsOf", utc.ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture));

    private static string Day(DateTime utc) => utc.ToString("d MMM yyyy", CultureInfo.CurrentCulture);
}

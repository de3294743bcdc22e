using System.Diagnostics;
using ClosedXML.Excel;

namespace ConsentDashboard.Benchmarks;

/// <summary>The usual library for workbooks, which holds the whole of it in memory.</summary>
internal static class ClosedWorkbook
{
    public static TimeSpan Write(int rows)
    {
        var watch = Stopwatch.StartNew();
        using var workbook = new XLWorkbook();
        var sheet = workbook.AddWorksheet("Sheet1");
        for (var row = 1; row <= rows; row++)
        {
            sheet.Cell(row, 1).SetValue($"row{row}");
            sheet.Cell(row, 2).SetValue($"+7916{row:D7}");
            sheet.Cell(row, 3).SetValue("ru");
            sheet.Cell(row, 4).SetValue($"https://consent.example.com/p/{row:D26}");
        }

        using var target = new MemoryStream();
        workbook.SaveAs(target);
        return watch.Elapsed;
    }
}

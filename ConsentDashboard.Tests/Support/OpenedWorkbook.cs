using System.Text;
using ExcelDataReader;

namespace ConsentDashboard.Tests.Support;

/// <summary>A workbook as another library reads it than the one that wrote it.</summary>
internal static class OpenedWorkbook
{
    // The library asks for a code page of old files even where it reads none.
    static OpenedWorkbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static IExcelDataReader Open(Stream stream) => ExcelReaderFactory.CreateOpenXmlReader(stream);

    public static List<(string Name, List<object?[]> Rows)> Sheets(Stream stream)
    {
        using var reader = Open(stream);
        List<(string, List<object?[]>)> sheets = [];
        do
        {
            List<object?[]> rows = [];
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
            }

            sheets.Add((reader.Name, rows));
        }
        while (reader.NextResult());
        return sheets;
    }
}

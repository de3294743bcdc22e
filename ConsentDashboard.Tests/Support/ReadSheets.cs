using System.Text;
using ExcelDataReader;

namespace ConsentDashboard.Tests.Support;

/// <summary>Opens a workbook with another library than the one that wrote it.</summary>
internal static class ReadSheets
{
    /// <returns>The sheets, each of rows of cells; null where a cell is empty.</returns>
    public static List<List<object?[]>> Of(byte[] workbook)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook));
        List<List<object?[]>> sheets = [];
        do
        {
            List<object?[]> rows = [];
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
            }

            sheets.Add(rows);
        }
        while (reader.NextResult());
        return sheets;
    }
}

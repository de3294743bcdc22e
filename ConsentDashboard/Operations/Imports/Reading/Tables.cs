using System.Text;
using ConsentDashboard.Operations.Spreadsheets;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Opens a file as its mapping says.</summary>
internal static class Tables
{
    /// <exception cref="UnreadableFileException">It is no list.</exception>
    public static ITable Open(Stream file, ImportMapping mapping, CancellationToken cancellation)
    {
        file.Position = 0;
        if (mapping.Format == ImportFormat.Xlsx)
        {
            WorkbookGuard.Check(file, cancellation);
            return WorkbookTable.Open(file, mapping.Sheet);
        }

        var reader = new StreamReader(file, FileEncodings.Find(mapping.Encoding) ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 64 * 1024, leaveOpen: true);
        return new DelimitedTable(reader, mapping.Delimiter);
    }

    /// <summary>Reads on; a row that an error names is counted without the header, as everywhere else.</summary>
    /// <param name="table">A table whose header, where it has one, is read.</param>
    /// <param name="header">The header's row; 0 without one.</param>
    public static bool Next(ITable table, long header)
    {
        try
        {
            return table.Read();
        }
        catch (UnreadableFileException e) when (header > 0 && e.Row is { } row)
        {
            throw new UnreadableFileException(e.Error, row - header);
        }
    }

    public static string[] Cells(ITable table)
    {
        var cells = new string[table.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = table.Cell(i).Trim().ToString();
        }

        return cells;
    }
}

using ConsentDashboard.Operations.Imports.Reading;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary>The rows of a list that somebody sent, without those in which nothing stands.</summary>
internal sealed class SendsRows : IDisposable
{
    private const int Beginning = 64 * 1024;

    private readonly ITable _table;

    private SendsRows(ITable table) => _table = table;

    /// <summary>As a spreadsheet counts, the heading included.</summary>
    public int Row => (int)_table.Row;

    public IReadOnlyList<string> Cells { get; private set; } = [];

    /// <exception cref="UnreadableFileException">It is no list, or a workbook.</exception>
    public static SendsRows Open(Stream file, CancellationToken cancellation)
    {
        var form = FileForms.Guess(file, Beginning);
        return form.Format == ImportFormat.Csv ? new(Tables.Open(file, form, cancellation)) : throw new UnreadableFileException(ReadingErrors.Binary);
    }

    /// <exception cref="UnreadableFileException">A row cannot be read, and with it nothing behind it.</exception>
    public bool Read()
    {
        while (_table.Read())
        {
            Cells = Tables.Cells(_table);
            if (Cells.Any(cell => cell.Length > 0))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _table.Dispose();
}

using System.Globalization;
using System.Text;
using System.Xml;
using ConsentDashboard.Operations.Imports.Reading;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>One sheet of a workbook, row by row, as text.</summary>
internal sealed class WorkbookTable : ITable
{
    private readonly IExcelDataReader _reader;
    private readonly string[] _cells = new string[TableLimits.Columns];

    // The library asks for Windows-1252 whatever file it opens.
    static WorkbookTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private WorkbookTable(IExcelDataReader reader) => _reader = reader;

    public long Row { get; private set; }

    public int Count { get; private set; }

    public bool EndsOpen => false;

    public static ITable Open(Stream file, string? sheet) => Guarded(() =>
    {
        var reader = Reader(file);
        do
        {
            if (sheet is null || string.Equals(reader.Name, sheet, StringComparison.Ordinal))
            {
                return new WorkbookTable(reader);
            }
        }
        while (reader.NextResult());

        reader.Dispose();
        throw new UnreadableFileException(ReadingErrors.NoSheet);
    });

    public static IReadOnlyList<string> Sheets(Stream file) => Guarded(() =>
    {
        using var reader = Reader(file);
        List<string> names = [];
        do
        {
            names.Add(reader.Name);
        }
        while (reader.NextResult());

        return names;
    });

    public bool Read() => Guarded(() =>
    {
        do
        {
            if (!_reader.Read())
            {
                return false;
            }

            Row++;
            Take();
        }
        while (Count == 0);

        return true;
    });

    public ReadOnlySpan<char> Cell(int index) => _cells[index];

    public void Dispose() => _reader.Dispose();

    private static IExcelDataReader Reader(Stream file)
    {
        file.Position = 0;
        return ExcelReaderFactory.CreateOpenXmlReader(file, new() { LeaveOpen = true });
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ExcelReaderException or XmlException or InvalidDataException or FormatException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new UnreadableFileException(ReadingErrors.BrokenWorkbook);
        }
    }

    private void Take()
    {
        if (_reader.FieldCount > TableLimits.Columns)
        {
            throw new UnreadableFileException(ReadingErrors.TooManyColumns, Row);
        }

        Count = 0;
        for (var i = 0; i < _reader.FieldCount; i++)
        {
            _cells[i] = Text(i);
            if (_cells[i].Length > TableLimits.Cell)
            {
                throw new UnreadableFileException(ReadingErrors.LineTooLong, Row);
            }

            Count = _cells[i].Length > 0 ? i + 1 : Count;
        }
    }

    private string Text(int index) => _reader.GetValue(index) switch
    {
        null => "",
        string text => text,
        DateTime date => date.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        bool value => value ? "true" : "false",
        // A cell holds fifteen digits; of a longer number the others are lost.
        double number => Math.Abs(number) < 1e15 ? number.ToString("0.##########", CultureInfo.InvariantCulture) : number.ToString("E5", CultureInfo.InvariantCulture),
        int number => number.ToString(CultureInfo.InvariantCulture),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };
}

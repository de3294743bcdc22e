using System.Text;
using ConsentDashboard.Operations.Jobs;
using Sylvan.Data.Csv;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Reads the rows of a text file, one at a time; a line that has no end costs no memory.</summary>
internal static class CsvCells
{
    /// <summary>Characters of the longest row.</summary>
    public const int LongestRow = 256 * 1024;

    private const int Buffer = 64 * 1024;

    /// <exception cref="JobFailedException">The file is not what the mapping says, with the row where that shows.</exception>
    public static IEnumerable<FileCells> Read(Stream stream, ImportMapping mapping)
    {
        using var reader = new StreamReader(stream, TextEncodings.Find(mapping.Encoding), detectEncodingFromByteOrderMarks: true, Buffer, leaveOpen: true);
        var number = 0L;
        using var rows = Open(reader, mapping);
        while (Next(rows, number))
        {
            var cells = new FileCell[rows.RowFieldCount];
            for (var index = 0; index < cells.Length; index++)
            {
                cells[index] = new(rows.GetString(index).Trim());
            }

            yield return new(++number, cells);
        }
    }

    private static CsvDataReader Open(StreamReader reader, ImportMapping mapping)
    {
        try
        {
            return CsvDataReader.Create(reader, new()
            {
                HasHeaders = false,
                Delimiter = mapping.Delimiter,
                BufferSize = Buffer,
                MaxBufferSize = LongestRow,
                OwnsReader = false,
            });
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            throw Failure(e, 1);
        }
    }

    private static bool Next(CsvDataReader rows, long number)
    {
        try
        {
            return rows.Read();
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            throw Failure(e, number + 1);
        }
    }

    private static Domain.Error? Reason(Exception e) => e switch
    {
        CsvRecordTooLargeException => ImportReadingErrors.LineTooLong,
        CsvFormatException => ImportReadingErrors.OpenQuote,
        DecoderFallbackException => ImportReadingErrors.MixedEncodings,
        _ => null,
    };

    private static JobFailedException Failure(Exception e, long row) => new(Reason(e)!, $"{row}", e);
}

using System.Globalization;
using System.IO.Compression;
using System.Xml;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>Reads the rows of a workbook, one at a time.</summary>
internal static class WorkbookCells
{
    // A sheet of a million rows is about a hundred times as large as its file at most.
    private const long LargestUnpacked = 8L << 30;
    private const int LargestRatio = 300;
    private const int MostParts = 10_000;

    // What is shared between rows is held in memory.
    private const long LargestShared = 512L << 20;

    /// <summary>The names of the sheets.</summary>
    /// <exception cref="JobFailedException">It is no workbook, or one that would swell beyond measure.</exception>
    public static IReadOnlyList<string> Sheets(Stream stream)
    {
        using var reader = Open(stream);
        List<string> names = [];
        do
        {
            names.Add(reader.Name);
        }
        while (reader.NextResult());
        return names;
    }

    /// <param name="stream">The file; has to be seekable.</param>
    /// <param name="sheet">From 0.</param>
    /// <exception cref="JobFailedException">It cannot be read, with the row where that shows.</exception>
    public static IEnumerable<FileCells> Read(Stream stream, int sheet)
    {
        using var reader = Open(stream);
        for (var skipped = 0; skipped < sheet; skipped++)
        {
            if (!reader.NextResult())
            {
                throw new JobFailedException(ImportReadingErrors.Damaged);
            }
        }

        var number = 0L;
        while (Next(reader, number))
        {
            var cells = new FileCell[reader.FieldCount];
            for (var index = 0; index < cells.Length; index++)
            {
                cells[index] = Cell(reader, index);
            }

            yield return new(++number, cells);
        }
    }

    private static IExcelDataReader Open(Stream stream)
    {
        Measure(stream);
        stream.Position = 0;
        try
        {
            return ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = true });
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            throw new JobFailedException(Reason(e)!, null, e);
        }
    }

    // The directory says how large everything becomes before any of it is unpacked.
    private static void Measure(Stream stream)
    {
        stream.Position = 0;
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var unpacked = 0L;
            foreach (var part in zip.Entries)
            {
                unpacked += part.Length;
                if (part.Length > part.CompressedLength * LargestRatio + (1 << 20) || (part.Name == "sharedStrings.xml" && part.Length > LargestShared))
                {
                    throw new JobFailedException(ImportReadingErrors.ZipBomb);
                }
            }

            if (unpacked > LargestUnpacked || zip.Entries.Count > MostParts)
            {
                throw new JobFailedException(ImportReadingErrors.ZipBomb);
            }

            if (!zip.Entries.Any(part => part.FullName.Equals("xl/workbook.xml", StringComparison.OrdinalIgnoreCase)))
            {
                throw new JobFailedException(ImportReadingErrors.NotAList);
            }
        }
        catch (InvalidDataException e)
        {
            throw new JobFailedException(ImportReadingErrors.Damaged, null, e);
        }
    }

    private static bool Next(IExcelDataReader reader, long number)
    {
        try
        {
            return reader.Read();
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            throw new JobFailedException(Reason(e)!, $"{number + 1}", e);
        }
    }

    private static Error? Reason(Exception e) => e switch
    {
        XmlException xml when xml.Message.Contains("DTD", StringComparison.Ordinal) => ImportReadingErrors.Entities,
        XmlException or InvalidDataException or ExcelReaderException or EndOfStreamException => ImportReadingErrors.Damaged,
        _ => null,
    };

    private static FileCell Cell(IExcelDataReader reader, int index) => reader.GetValue(index) switch
    {
        null => new(""),
        DateTime date => new("", DateTime.SpecifyKind(date, DateTimeKind.Utc)),
        double number => new(number.ToString("0.##########", CultureInfo.InvariantCulture)),
        bool yes => new(yes ? "true" : "false"),
        var other => new(Convert.ToString(other, CultureInfo.InvariantCulture)!.Trim()),
    };
}

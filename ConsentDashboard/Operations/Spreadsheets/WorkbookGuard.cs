using System.IO.Compression;
using System.Text;
using ConsentDashboard.Operations.Imports.Reading;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>Unpacks a workbook once, keeping nothing, before anything reads it: what a bomb or an entity would cost is known then.</summary>
internal static class WorkbookGuard
{
    private const long Total = 4L << 30;

    /// <summary>The shared texts are held in memory while a sheet is read.</summary>
    private const long Texts = 256L << 20;
    private const long Part = 16L << 20;
    private const int Ratio = 200;
    private const int Entries = 2_000;

    /// <summary>A cell's tag may lie across two parts.</summary>
    private const int Overlap = 512;

    public static void Check(Stream file, CancellationToken cancellation)
    {
        file.Position = 0;
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > Entries || zip.Entries.Sum(entry => Math.Min(entry.Length, Total + 1)) > Total || zip.Entries.Any(IsBomb))
            {
                throw new UnreadableFileException(ReadingErrors.Bomb);
            }

            var buffer = new byte[64 * 1024];
            foreach (var entry in zip.Entries)
            {
                Unpack(zip, entry, buffer, cancellation);
            }
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
        catch (NotSupportedException e)
        {
            throw Broken(e);
        }

        file.Position = 0;
    }

    private static UnreadableFileException Broken(Exception e) =>
        new(e is NotSupportedException ? ReadingErrors.OldWorkbook : ReadingErrors.BrokenWorkbook);

    private static bool IsBomb(ZipArchiveEntry entry) =>
        entry.Length > (IsSheet(entry) ? Total : entry.FullName.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase) ? Texts : Part * 4)
        || (entry.Length > Part && entry.Length / Math.Max(1, entry.CompressedLength) > Ratio);

    private static bool IsSheet(ZipArchiveEntry entry) => entry.FullName.Contains("/worksheets/", StringComparison.OrdinalIgnoreCase);

    private static void Unpack(ZipArchive zip, ZipArchiveEntry entry, byte[] buffer, CancellationToken cancellation)
    {
        using var content = entry.Open();
        long unpacked = 0;
        int read, kept = 0;
        while ((read = content.Read(buffer.AsSpan(kept))) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (unpacked == 0 && Encoding.Latin1.GetString(buffer, 0, Math.Min(read, 4096)).Replace("\0", "", StringComparison.Ordinal).Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
            {
                throw new UnreadableFileException(ReadingErrors.XmlEntities);
            }

            unpacked += read;
            if (unpacked > entry.Length)
            {
                // The directory says less than there is.
                throw new UnreadableFileException(ReadingErrors.Bomb);
            }

            if (IsSheet(entry))
            {
                var part = buffer.AsSpan(0, kept + read);
                if (ErrorCells.Find(part, isBeginning: unpacked == read) is { } cell)
                {
                    throw new UnreadableFileException(ReadingErrors.ErrorCell(ErrorCells.Place(zip, entry, cell)));
                }

                kept = Math.Min(Overlap, part.Length);
                part[^kept..].CopyTo(buffer);
            }
        }
    }
}

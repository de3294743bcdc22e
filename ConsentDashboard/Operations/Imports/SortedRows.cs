using System.Buffers.Binary;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Files;

namespace ConsentDashboard.Operations.Imports;

/// <summary>
/// Reads an import's rows by time: rows that are written one after another then lie beside each other in the indexes by
/// time, and a slice touches half as many pages of the database.
/// </summary>
internal sealed class SortedRows : IDisposable
{
    public const int HeaderSize = sizeof(int);

    private readonly SealedFileReader _file;
    private readonly RecordReader _records;

    public SortedRows(JobFiles files, PublicId job)
    {
        _file = files.Open(job, ImportFiles.Sorted);
        _records = new(_file);
        Span<byte> header = stackalloc byte[HeaderSize];
        _file.ReadExactly(header);
        Generation = BinaryPrimitives.ReadInt32LittleEndian(header);
    }

    /// <summary>How many index keys the blind indexes went through when they were sorted.</summary>
    public int Generation { get; }

    public ImportRecord Current { get; private set; } = null!;

    /// <summary>How many rows were read, the current one included.</summary>
    public long Ordinal { get; private set; }

    /// <summary>Behind the current row.</summary>
    public long Position => _records.Position;

    /// <summary>Goes on behind a row.</summary>
    public void Resume(Checkpoint from) => (_file.Position, Ordinal) = (from.Position, from.Ordinal);

    public bool Read()
    {
        if (!_records.Read())
        {
            return false;
        }

        Current = ImportRecord.Read(_records.Current);
        Ordinal++;
        return true;
    }

    public void Dispose() => _records.Dispose();

    public static byte[] Header(int generation)
    {
        var header = new byte[HeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, generation);
        return header;
    }
}

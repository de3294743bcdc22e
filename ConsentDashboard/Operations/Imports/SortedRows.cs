using System.Buffers.Binary;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Files;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Reads an import's rows by blind index: all rows of one number together, the one that counts before the others.</summary>
internal sealed class SortedRows : IDisposable
{
    public const int HeaderSize = sizeof(int);

    private readonly SealedFileReader _file;
    private readonly RecordReader _records;
    private byte[]? _index;

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

    /// <summary>The number stands in a row that counts before this one.</summary>
    public bool IsDuplicate { get; private set; }

    /// <summary>Behind the current row.</summary>
    public long Position => _records.Position;

    /// <summary>Goes on behind a row.</summary>
    public void Resume(Checkpoint from) => (_file.Position, _index, Ordinal) = (from.Position, from.BlindIndex, from.Ordinal);

    public bool Read()
    {
        if (!_records.Read())
        {
            return false;
        }

        Current = ImportRecord.Read(_records.Current);
        IsDuplicate = _index is not null && _index.AsSpan().SequenceEqual(Current.BlindIndex);
        (_index, Ordinal) = (Current.BlindIndex, Ordinal + 1);
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

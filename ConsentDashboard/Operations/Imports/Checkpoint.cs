using System.Buffers.Binary;

namespace ConsentDashboard.Operations.Imports;

/// <summary>The last row that a run wrote: its number's blind index, its place in the file, and where the sorted file goes on.</summary>
/// <param name="Ordinal">How many rows of the sorted file are behind it.</param>
internal sealed record Checkpoint(byte[] BlindIndex, long Row, long Position, long Ordinal)
{
    private const int Size = ImportRecord.KeySize + (2 * sizeof(long));

    /// <summary>Every row is written; no hash remains.</summary>
    public static readonly byte[] End = [1];

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BlindIndex.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(ImportRecord.IndexSize), Row);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(ImportRecord.KeySize), Position);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(ImportRecord.KeySize + sizeof(long)), Ordinal);
        return bytes;
    }

    /// <returns>Null at the beginning.</returns>
    public static Checkpoint? Read(byte[]? bytes) => bytes is not { Length: Size } ? null : new(
        bytes[..ImportRecord.IndexSize],
        BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(ImportRecord.IndexSize)),
        BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(ImportRecord.KeySize)),
        BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(ImportRecord.KeySize + sizeof(long))));

    public static bool IsEnd(byte[]? bytes) => bytes is { Length: 1 };
}

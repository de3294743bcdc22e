using System.Buffers.Binary;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Behind the last row that a run wrote.</summary>
/// <param name="Position">Where the sorted file goes on.</param>
/// <param name="Ordinal">How many rows of the sorted file are behind it.</param>
internal sealed record Checkpoint(long Position, long Ordinal)
{
    private const int Size = 2 * sizeof(long);

    /// <summary>Every row is written.</summary>
    public static readonly byte[] End = [1];

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Position);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long)), Ordinal);
        return bytes;
    }

    /// <returns>Null at the beginning.</returns>
    public static Checkpoint? Read(byte[]? bytes) => bytes is not { Length: Size } ? null : new(
        BinaryPrimitives.ReadInt64BigEndian(bytes),
        BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(sizeof(long))));

    public static bool IsEnd(byte[]? bytes) => bytes is { Length: 1 };
}

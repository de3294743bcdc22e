using System.Buffers.Binary;

namespace ConsentDashboard.Domain.Paging;

public enum PageMove : byte
{
    First = 0,
    Next = 1,
    Previous = 2,
    Last = 3,
}

/// <summary>What a cursor belongs to: the order, and a digest of the filter. Under any other it means nothing.</summary>
public readonly record struct ListShape(byte Sort, bool Descending, ulong FilterDigest);

/// <summary>A place in a list, by the keys of the row there instead of its number: the way to it does not grow with the list.</summary>
/// <param name="Shape">The list.</param>
/// <param name="Value">The row's sort value; Unix milliseconds where it is a time.</param>
/// <param name="Id">The row's id.</param>
/// <param name="Inclusive">The row itself belongs to the page that starts here.</param>
public sealed record Cursor(ListShape Shape, long Value, long Id, bool Inclusive = false)
{
    public const int Size = 27;

    private const byte Form = 1;

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        bytes[0] = Form;
        bytes[1] = Shape.Sort;
        bytes[2] = (byte)((Shape.Descending ? 1 : 0) | (Inclusive ? 2 : 0));
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(3), Shape.FilterDigest);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(11), Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(19), Id);
        return bytes;
    }

    /// <returns>Null where the bytes are no cursor.</returns>
    public static Cursor? Read(ReadOnlySpan<byte> bytes) => bytes.Length != Size || bytes[0] != Form
        ? null
        : new(
            new(bytes[1], (bytes[2] & 1) != 0, BinaryPrimitives.ReadUInt64BigEndian(bytes[3..])),
            BinaryPrimitives.ReadInt64BigEndian(bytes[11..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[19..]),
            (bytes[2] & 2) != 0);
}

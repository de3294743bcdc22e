using System.Buffers.Binary;
using ConsentDashboard.Domain.DataFlow;

namespace ConsentDashboard.Operations.Imports;

/// <summary>A verdict in a file: the row's place (8 bytes), what it came to (1), what the dry run had said (1), the reason's number (2).</summary>
/// <param name="Tried">None before the run.</param>
internal readonly record struct VerdictRecord(long Row, ImportVerdict Verdict, ImportVerdict Tried, ushort Reason)
{
    public const int Size = 12;
    public const int KeySize = sizeof(long);

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Row);
        (bytes[8], bytes[9]) = ((byte)Verdict, (byte)Tried);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), Reason);
        return bytes;
    }

    public static VerdictRecord Read(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadInt64BigEndian(from), (ImportVerdict)from[8], (ImportVerdict)from[9], BinaryPrimitives.ReadUInt16BigEndian(from[10..]));
}

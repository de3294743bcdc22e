using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Writes the fields of a record, texts behind their length.</summary>
internal ref struct RecordWriting(ArrayBufferWriter<byte> to)
{
    private const ushort Nothing = ushort.MaxValue;

    public readonly void Bytes(ReadOnlySpan<byte> value) => to.Write(value);

    public readonly void Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(to.GetSpan(sizeof(long)), value);
        to.Advance(sizeof(long));
    }

    public readonly void Text(string? value)
    {
        var span = to.GetSpan(sizeof(ushort) + Encoding.UTF8.GetMaxByteCount(value?.Length ?? 0));
        var length = value is null ? 0 : Encoding.UTF8.GetBytes(value, span[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16BigEndian(span, value is null ? Nothing : checked((ushort)length));
        to.Advance(sizeof(ushort) + length);
    }
}

/// <summary>Reads them again, in the same order.</summary>
internal ref struct RecordReading(ReadOnlySpan<byte> from)
{
    private const ushort Nothing = ushort.MaxValue;

    private ReadOnlySpan<byte> _from = from;

    public byte[] Bytes(int length) => Take(length).ToArray();

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    public string? Text()
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));
        return length == Nothing ? null : Encoding.UTF8.GetString(Take(length));
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _from[..length];
        _from = _from[length..];
        return taken;
    }
}

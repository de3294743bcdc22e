using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ConsentDashboard.Domain.Ledger;

/// <summary>One version byte, then each field with its length (4 bytes, big-endian; all ones for null).</summary>
internal sealed class CanonicalWriter
{
    [ThreadStatic]
    private static CanonicalWriter? writer;

    private byte[] _buffer = new byte[1024];
    private int _length;

    /// <summary>The writer of this thread, emptied.</summary>
    /// <param name="form">What is written, and in which version; no other form has the same byte.</param>
    public static CanonicalWriter Start(byte form)
    {
        writer ??= new();
        (writer._buffer[0], writer._length) = (form, 1);
        return writer;
    }

    /// <summary>SHA-256 over all of it.</summary>
    public byte[] Hash() => SHA256.HashData(_buffer.AsSpan(0, _length));

    public void Byte(byte value) => Field(1)[0] = value;

    public void Int(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(8), value);

    public void Long(long? value)
    {
        if (value is { } number)
        {
            Long(number);
        }
        else
        {
            Null();
        }
    }

    public void Key(Guid value) => value.TryWriteBytes(Field(16), bigEndian: true, out _);

    public void Key(Guid? value)
    {
        if (value is { } key)
        {
            Key(key);
        }
        else
        {
            Null();
        }
    }

    public void Bytes(byte[]? value)
    {
        if (value is null)
        {
            Null();
        }
        else
        {
            value.CopyTo(Field(value.Length));
        }
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
        }
        else
        {
            Encoding.UTF8.GetBytes(value, Field(Encoding.UTF8.GetByteCount(value)));
        }
    }

    private void Null() => BinaryPrimitives.WriteUInt32BigEndian(Take(4), uint.MaxValue);

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(4), length);
        return Take(length);
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }

        var span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }
}

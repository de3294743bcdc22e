using System.Buffers.Binary;

namespace ConsentDashboard.Operations.Files;

/// <summary>Records of any length in a file, each behind its length (four bytes, little-endian).</summary>
internal static class RecordFile
{
    public const int LengthSize = sizeof(int);

    public static void Append(Stream to, ReadOnlySpan<byte> record)
    {
        Span<byte> length = stackalloc byte[LengthSize];
        BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
        to.Write(length);
        to.Write(record);
    }
}

/// <summary>Reads them one after another; only one is in memory.</summary>
internal sealed class RecordReader(Stream from) : IDisposable
{
    private byte[] _record = new byte[512];
    private int _length;

    public ReadOnlySpan<byte> Current => _record.AsSpan(0, _length);

    /// <summary>Where the record after the current one begins.</summary>
    public long Position => from.Position;

    public bool Read()
    {
        Span<byte> length = stackalloc byte[RecordFile.LengthSize];
        if (from.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) == 0)
        {
            return false;
        }

        _length = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (_record.Length < _length)
        {
            _record = new byte[Math.Max(_length, _record.Length * 2)];
        }

        from.ReadExactly(_record, 0, _length);
        return true;
    }

    public void Dispose() => from.Dispose();
}

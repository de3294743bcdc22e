using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>An open journal file: a header (mark 8 bytes, version 4, generation 4, CRC-32C 4), then frames.</summary>
internal sealed class AnchorJournalFile(SafeFileHandle handle, string path) : IDisposable
{
    public const int HeaderSize = 20;
    private const int Version = 1;
    private const int Window = 64 * 1024;

    /// <summary>As it was on opening: a reader sees nothing that is appended meanwhile.</summary>
    public long Length { get; } = RandomAccess.GetLength(handle);

    private static ReadOnlySpan<byte> Mark => "CDanchor"u8;

    public static byte[] Header(int generation)
    {
        var header = new byte[HeaderSize];
        Mark.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), generation);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), AnchorJournalFrame.Checksum(header.AsSpan(0, 16)));
        return header;
    }

    public int ReadGeneration()
    {
        var header = ReadAt(0, HeaderSize);
        if (header.Length < HeaderSize || !header.AsSpan(0, 8).SequenceEqual(Mark)
            || BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(16)) != AnchorJournalFrame.Checksum(header.AsSpan(0, 16)))
        {
            throw new AnchorJournalException($"{path} is not an anchor journal, or its beginning is damaged. Restore it from your backup, or move it away to start a new one; the old one is never overwritten.");
        }

        return BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8)) == Version
            ? BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12))
            : throw new AnchorJournalException($"{path} was written by a newer version. Start that version, or a newer one.");
    }

    /// <returns>The frame that begins here with its size; null where there is no whole one.</returns>
    public (AnchorJournalFrame Frame, int Size)? FrameAt(long offset)
    {
        var length = AnchorJournalFrame.LengthAt(ReadAt(offset, AnchorJournalFrame.HeadSize));
        if (length < 0 || offset + length + AnchorJournalFrame.Overhead > Length)
        {
            return null;
        }

        var bytes = ReadAt(offset, length + AnchorJournalFrame.Overhead);
        return AnchorJournalFrame.Read(bytes) is { } frame ? (frame, bytes.Length) : null;
    }

    /// <returns>The frame that ends exactly where the file does; null where the tail is torn, or the file has no frame.</returns>
    public AnchorJournalFrame? FrameAtEnd()
    {
        if (Length < HeaderSize + AnchorJournalFrame.Overhead)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(ReadAt(Length - 4, 4));
        var offset = Length - length - AnchorJournalFrame.Overhead;
        return length > 0 && offset >= HeaderSize && FrameAt(offset) is { } found ? found.Frame : null;
    }

    /// <summary>All frames in file order; ends before a torn tail.</summary>
    /// <exception cref="AnchorJournalException">Bytes in the middle are damaged: whole frames follow them.</exception>
    public IEnumerable<(AnchorJournalFrame Frame, long Offset, int Size)> Frames()
    {
        var offset = (long)HeaderSize;
        while (offset < Length)
        {
            if (FrameAt(offset) is not { } found)
            {
                if (HasFrameAfter(offset))
                {
                    throw DamagedAt(offset);
                }

                yield break;
            }

            yield return (found.Frame, offset, found.Size);
            offset += found.Size;
        }
    }

    public AnchorJournalException DamagedAt(long offset) =>
        new($"The anchor journal {path} is damaged at byte {offset}. Restore it from your backup; it is not changed.");

    public void Dispose() => handle.Dispose();

    private bool HasFrameAfter(long offset)
    {
        var from = offset + 1;
        while (from < Length)
        {
            var window = ReadAt(from, Window);
            var at = window.AsSpan().IndexOf(AnchorJournalFrame.Mark);
            if (at >= 0 && FrameAt(from + at) is not null)
            {
                return true;
            }

            // Without a mark the next window overlaps by three bytes, because a mark may lie across the border.
            from += at >= 0 ? at + 1 : Math.Max(window.Length - 3, 1);
        }

        return false;
    }

    private byte[] ReadAt(long offset, int count)
    {
        var bytes = new byte[Math.Clamp(Length - offset, 0, count)];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(read), offset + read) is > 0 and var got)
        {
            read += got;
        }

        return read == bytes.Length ? bytes : bytes[..read];
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// What one append writes: mark (4 bytes), payload length (4), payload, CRC-32C of the payload (4), payload length (4).
/// One append is one frame, so that a power cut tears the last frame and no other; the length at both ends lets it be
/// read from either side; the mark finds the next frame after a damaged one.
/// </summary>
internal sealed record AnchorJournalFrame(AnchorJournalTop Top, IReadOnlyList<JournalBatch> Batches)
{
    public const int HeadSize = 8;
    public const int Overhead = 16;
    public const int MaxPayload = 1 << 28;
    private const int Version = 1;

    // A version of the app that knows no restrictions would take one for a withdrawal: it refuses such a frame instead.
    private const int VersionWithRestrictions = 2;

    public static ReadOnlySpan<byte> Mark => "aJf\x1e"u8;

    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Mark);
        writer.Write(0);
        writer.Write((byte)(Batches.Any(batch => batch.Stops.Any(stop => stop.Kind == JournalStopKind.Restriction)) ? VersionWithRestrictions : Version));
        writer.Write(Top.Seq);
        writer.Write(Top.Offset);
        writer.Write(Batches.Count);
        foreach (var batch in Batches)
        {
            WriteBatch(writer, batch);
        }

        var length = (int)stream.Length - HeadSize;
        writer.Write(Checksum(stream.GetBuffer().AsSpan(HeadSize, length)));
        writer.Write(length);
        var bytes = stream.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), length);
        return bytes;
    }

    /// <returns>The payload's length if a frame seems to begin here; otherwise -1.</returns>
    public static int LengthAt(ReadOnlySpan<byte> head) =>
        head.Length >= HeadSize && head[..4].SequenceEqual(Mark) && BinaryPrimitives.ReadInt32LittleEndian(head[4..]) is > 0 and <= MaxPayload and var length ? length : -1;

    /// <param name="bytes">A whole frame, from mark to trailing length.</param>
    public static AnchorJournalFrame? Read(byte[] bytes)
    {
        var length = LengthAt(bytes);
        if (length != bytes.Length - Overhead
            || BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(bytes.Length - 4)) != length
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 8)) != Checksum(bytes.AsSpan(HeadSize, length)))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, HeadSize, length));
        if (reader.ReadByte() is not (Version or VersionWithRestrictions))
        {
            throw new AnchorJournalException("The anchor journal was written by a newer version. Start that version, or a newer one.");
        }

        var top = new AnchorJournalTop(reader.ReadInt64(), reader.ReadInt64());
        var batches = new JournalBatch[reader.ReadInt32()];
        for (var i = 0; i < batches.Length; i++)
        {
            batches[i] = ReadBatch(reader);
        }

        return new(top, batches);
    }

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            checksum = BitOperations.Crc32C(checksum, word);
        }

        foreach (var rest in bytes[(words.Length * 8)..])
        {
            checksum = BitOperations.Crc32C(checksum, rest);
        }

        return ~checksum;
    }

    private static void WriteBatch(BinaryWriter writer, JournalBatch batch)
    {
        writer.Write(batch.Seq);
        WriteBytes(writer, batch.Hash);
        writer.Write(batch.At.ToUnixMilliseconds());
        writer.Write(batch.Generation);
        writer.Write(batch.Stops.Count);
        foreach (var stop in batch.Stops)
        {
            writer.Write((byte)stop.Kind);
            WriteBytes(writer, stop.Key);
            writer.Write(stop.SenderId.HasValue);
            writer.Write(stop.SenderId ?? 0);
            writer.Write((byte)stop.ConsentKind);
            writer.Write((byte)stop.Cells);
            writer.Write(stop.At.ToUnixMilliseconds());
        }
    }

    private static JournalBatch ReadBatch(BinaryReader reader)
    {
        var (seq, hash, at, generation) = (reader.ReadInt64(), ReadBytes(reader), ReadTime(reader), reader.ReadInt32());
        var stops = new JournalStop[reader.ReadInt32()];
        for (var i = 0; i < stops.Length; i++)
        {
            var (kind, index) = ((JournalStopKind)reader.ReadByte(), ReadBytes(reader));
            var (hasSender, sender) = (reader.ReadBoolean(), reader.ReadInt64());
            stops[i] = new(kind, index, hasSender ? sender : null, (ConsentKind)reader.ReadByte(), (ConsentCells)reader.ReadByte(), ReadTime(reader));
        }

        return new(seq, hash, at, stops) { Generation = generation };
    }

    private static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(checked((byte)bytes.Length));
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(reader.ReadByte());

    private static DateTime ReadTime(BinaryReader reader) => Times.FromUnixMilliseconds(reader.ReadInt64());
}

/// <summary>The highest batch so far and where its frame begins: two processes may append in another order than they committed.</summary>
internal readonly record struct AnchorJournalTop(long Seq, long Offset);

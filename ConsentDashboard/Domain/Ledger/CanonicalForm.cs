using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Ledger;

/// <summary>
/// The bytes that are hashed: one version byte, then each field with its length (4 bytes, big-endian; all ones for null).
/// Times are Unix milliseconds. Golden vectors in the tests keep it; a change needs another version byte.
/// </summary>
public static class CanonicalForm
{
    private const byte EventForm = 1;
    private const byte BatchForm = 2;
    private const byte AuditForm = 3;

    [ThreadStatic]
    private static Writer? writer;

    /// <summary>SHA-256 over the event and the hash before it.</summary>
    /// <param name="act">The event; its <see cref="ConsentEvent.Hash"/> is not read.</param>
    /// <param name="subscriber">Whose event it is: the public id outlives the number.</param>
    public static byte[] HashOf(ConsentEvent act, PublicId subscriber)
    {
        var to = Start(EventForm);
        to.Long(subscriber.Value);
        to.Int(act.Seq);
        to.Key(act.EventKey);
        to.Byte((byte)act.Type);
        to.Long(act.SenderId);
        to.Byte((byte)act.Kind);
        to.Byte((byte)act.Cells);
        to.Int(act.Outcome);
        to.Byte((byte)act.Assurance);
        to.Byte((byte)act.Source);
        to.Byte((byte)act.Method);
        to.Long(act.OccurredAt.ToUnixMilliseconds());
        to.Long(act.RecordedAt.ToUnixMilliseconds());
        to.Long(act.ExpiresAt.ToUnixMilliseconds());
        to.Text(act.Actor);
        to.Long(act.NoticeVersionId);
        to.Text(act.Language);
        to.Bytes(act.NoticeContentHash);
        to.Long(act.CollectionPointId);
        to.Long(act.ImportBatchId);
        to.Key(act.RefersTo);
        to.Int(act.RuleSetVersion);
        to.Byte(act.IsTest ? (byte)1 : (byte)0);
        to.Int(act.SchemaVersion);
        to.Bytes(act.NumberCommitment);
        to.Bytes(act.EvidenceDigest);
        to.Bytes(act.PrevHash);
        return to.Hash();
    }

    /// <summary>SHA-256 over the audit entry and the hash before it.</summary>
    public static byte[] HashOf(AuditEntry entry)
    {
        var to = Start(AuditForm);
        to.Long(entry.Id);
        to.Long(entry.At.ToUnixMilliseconds());
        to.Text(entry.Actor);
        to.Text(entry.ActorName);
        to.Byte((byte)entry.Action);
        to.Long(entry.SubscriberId);
        to.Text(entry.Subject);
        to.Text(entry.Reason);
        to.Text(entry.Details);
        to.Bytes(entry.PrevHash);
        return to.Hash();
    }

    /// <summary>SHA-256 over the batch, both of its roots and the hash of the batch before.</summary>
    public static byte[] HashOf(LedgerBatch batch)
    {
        var to = Start(BatchForm);
        to.Long(batch.Seq);
        to.Bytes(batch.PrevHash);
        to.Bytes(batch.Root);
        to.Long(batch.FirstEventId);
        to.Int(batch.EventCount);
        to.Bytes(batch.AuditRoot);
        to.Long(batch.FirstAuditId);
        to.Int(batch.AuditCount);
        to.Long(batch.At.ToUnixMilliseconds());
        return to.Hash();
    }

    /// <summary>SHA-256(salt, exact plaintext bytes).</summary>
    public static byte[] EvidenceDigest(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(text);
        return hash.GetHashAndReset();
    }

    private static Writer Start(byte form)
    {
        writer ??= new();
        writer.Reset(form);
        return writer;
    }

    private sealed class Writer
    {
        private byte[] _buffer = new byte[1024];
        private int _length;

        public void Reset(byte form) => (_buffer[0], _length) = (form, 1);

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
}

using System.Buffers;
using System.Security.Cryptography;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Ledger;

/// <summary>
/// The bytes that are hashed, as <see cref="CanonicalWriter"/> writes them; times are Unix milliseconds. Golden vectors
/// in the tests keep it; a change needs another version byte.
/// </summary>
public static class CanonicalForm
{
    private const byte EventForm = 1;
    private const byte BatchForm = 2;
    private const byte AuditForm = 3;

    /// <summary>SHA-256 over the event and the hash before it.</summary>
    /// <param name="act">The event; its <see cref="ConsentEvent.Hash"/> is not read.</param>
    /// <param name="subscriber">Whose event it is: the public id outlives the number.</param>
    public static byte[] HashOf(ConsentEvent act, PublicId subscriber)
    {
        var to = CanonicalWriter.Start(EventForm);
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
        var to = CanonicalWriter.Start(AuditForm);
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
        var to = CanonicalWriter.Start(BatchForm);
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
        var length = salt.Length + text.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        salt.CopyTo(rented);
        text.CopyTo(rented.AsSpan(salt.Length));
        var digest = SHA256.HashData(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return digest;
    }
}

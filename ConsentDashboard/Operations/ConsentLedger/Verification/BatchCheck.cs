using System.Security.Cryptography;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>Checks batches by themselves and in their chain; feed them in order.</summary>
internal sealed class BatchCheck(KeyRing ring, Findings findings) : IDisposable
{
    private readonly Dictionary<int, ECDsa?> _verifiers = [];

    public long Seq { get; private set; }

    public byte[] Hash { get; private set; } = new byte[32];

    public long NextEventId { get; private set; } = 1;

    public long NextAuditId { get; private set; } = 1;

    public void Check(LedgerBatch batch)
    {
        if (batch.Seq != Seq + 1)
        {
            findings.Add(FindingKind.BatchMissing, $"Batch {Seq + 1} is missing; after {Seq} comes {batch.Seq}.", NextEventId, Seq + 1);
        }

        if (!batch.PrevHash.AsSpan().SequenceEqual(Hash))
        {
            findings.Add(FindingKind.ChainBroken, $"Batch {batch.Seq} does not follow the batch before it.", FirstEvent(batch), batch.Seq);
        }

        if (batch.FirstEventId != NextEventId || batch.FirstAuditId != NextAuditId)
        {
            findings.Add(FindingKind.BatchChanged, $"Batch {batch.Seq} begins at event {batch.FirstEventId}, where {NextEventId} was due.", FirstEvent(batch), batch.Seq);
        }

        if (!batch.Hash.AsSpan().SequenceEqual(CanonicalForm.HashOf(batch)))
        {
            findings.Add(FindingKind.BatchChanged, $"Batch {batch.Seq} was changed.", FirstEvent(batch), batch.Seq);
        }
        else if (!IsSigned(batch))
        {
            findings.Add(FindingKind.SignatureWrong, $"The signature of batch {batch.Seq} is wrong, or key {batch.SigningKeyId} is missing.", FirstEvent(batch), batch.Seq);
        }

        (Seq, Hash) = (batch.Seq, batch.Hash);
        NextEventId = batch.FirstEventId + batch.EventCount;
        NextAuditId = batch.FirstAuditId + batch.AuditCount;
    }

    public bool IsSigned(LedgerBatch batch)
    {
        if (!_verifiers.TryGetValue(batch.SigningKeyId, out var verifier))
        {
            _verifiers[batch.SigningKeyId] = verifier = BatchSigner.Verifier(ring, batch.SigningKeyId);
        }

        return verifier?.VerifyHash(batch.Hash, batch.Signature) == true;
    }

    public void Dispose()
    {
        foreach (var verifier in _verifiers.Values)
        {
            verifier?.Dispose();
        }
    }

    private static long? FirstEvent(LedgerBatch batch) => batch.EventCount > 0 ? batch.FirstEventId : null;
}

using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>What one event can be checked for by itself: its hash, and its evidence against the digest.</summary>
internal sealed class EventCheck(EvidenceBox box)
{
    /// <returns>What is wrong with it; null where nothing is. A missing proof is the caller's to judge.</returns>
    public FindingKind? Check(ConsentEvent act, PublicId owner, Evidence? evidence)
    {
        if (!act.Hash.AsSpan().SequenceEqual(CanonicalForm.HashOf(act, owner)))
        {
            return FindingKind.EventChanged;
        }

        if (evidence is null)
        {
            return act.EvidenceDigest is null ? null : FindingKind.EvidenceMissing;
        }

        return act.EvidenceDigest is null || !Matches(act, evidence) ? FindingKind.EvidenceChanged : null;
    }

    private bool Matches(ConsentEvent act, Evidence evidence)
    {
        try
        {
            return box.DigestOf(evidence, act.EventKey).AsSpan().SequenceEqual(act.EvidenceDigest);
        }
        catch (CryptographicException)
        {
            return false;
        }
        catch (KeyException)
        {
            return false;
        }
    }
}

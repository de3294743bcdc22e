using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Ledger;

/// <summary>What stands behind an agreement from its first day on.</summary>
[Flags]
public enum EvidenceParts : byte
{
    None = 0,

    /// <summary>A proof of what the person did, sealed by its digest in the event.</summary>
    Proof = 1,

    /// <summary>The very wording that she agreed to.</summary>
    Wording = 2,

    /// <summary>The place where she agreed.</summary>
    Point = 4,

    All = Proof | Wording | Point,
}

public static class EvidencePartsOf
{
    public static EvidenceParts Of(ConsentEvent act) =>
        (act.EvidenceDigest is null ? EvidenceParts.None : EvidenceParts.Proof)
        | (act.NoticeVersionId is null ? EvidenceParts.None : EvidenceParts.Wording)
        | (act.CollectionPointId is null ? EvidenceParts.None : EvidenceParts.Point);
}

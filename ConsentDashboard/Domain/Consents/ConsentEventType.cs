namespace ConsentDashboard.Domain.Consents;

/// <summary>What an event records. The numbers are part of the ledger's canonical form and never change.</summary>
public enum ConsentEventType : byte
{
    /// <summary>The number became known without a consent that counts (an import without proof, a withdrawal of a number never seen).</summary>
    Registered = 1,

    /// <summary>A double opt-in was sent.</summary>
    Requested = 2,

    /// <summary>The person agreed; no double opt-in was asked.</summary>
    Given = 3,

    /// <summary>The person confirmed a pending request.</summary>
    Confirmed = 4,

    /// <summary>The person said no when asked.</summary>
    Refused = 5,

    /// <summary>A pending request was not confirmed in its window.</summary>
    Lapsed = 6,

    Withdrawn = 7,
    Expired = 8,
    Invalidated = 9,

    /// <summary>An asserted withdrawal was annulled by two people with evidence; the cells are what they were before it.</summary>
    Annulled = 10,

    Restricted = 11,
    Erased = 12,
    EvidenceExpired = 13,
    HoldPlaced = 14,
    HoldReleased = 15,
    ContactPaused = 16,
    ContactResumed = 17,
    SuppressionEnded = 18,
    ReachabilityChanged = 19,
}

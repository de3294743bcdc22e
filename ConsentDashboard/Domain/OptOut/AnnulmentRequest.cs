namespace ConsentDashboard.Domain.OptOut;

/// <summary>One person of staff holds an asserted withdrawal for a prank or a slip; another one has to agree.</summary>
public sealed class AnnulmentRequest
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    /// <summary>The withdrawal.</summary>
    public Guid WithdrawalKey { get; set; }

    public long SubscriberId { get; set; }

    /// <summary>Asked for together with the others of a burst.</summary>
    public long? BurstId { get; set; }

    [Holds(PersonalData.FreeText, "why a withdrawal is held for a prank or a slip", ErasedBy.SubscriberErasure)]
    public string Reason { get; set; } = "";

    /// <summary>Where the proof lies: a recording, a letter, a ticket.</summary>
    [Holds(PersonalData.FreeText, "where the proof of a prank or a slip lies", ErasedBy.SubscriberErasure)]
    public string EvidenceReference { get; set; } = "";

    public AnnulmentStatus Status { get; set; } = AnnulmentStatus.Waiting;

    public string RequestedBy { get; set; } = "";

    public DateTime RequestedAt { get; set; }

    /// <summary>After this it cannot be annulled any more.</summary>
    public DateTime EndsAt { get; set; }

    public string? DecidedBy { get; set; }

    public DateTime? DecidedAt { get; set; }

    [Holds(PersonalData.FreeText, "why an annulment was agreed to or refused", ErasedBy.SubscriberErasure)]
    public string? DecisionNote { get; set; }

    public int Version { get; set; }
}

public enum AnnulmentStatus : byte
{
    Waiting = 1,
    Approved = 2,
    Rejected = 3,
}

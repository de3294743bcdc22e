namespace ConsentDashboard.Domain.Retention;

/// <summary>
/// A rule that finds numbers due for cleaning: <i>numbers withdrawn for more than 30 days are restricted</i>. Off until
/// somebody switches it on; a legal hold stands above every one of them.
/// </summary>
public sealed class RetentionPolicy
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public string Name { get; set; } = "";

    public bool IsOn { get; set; }

    public RetentionTrigger Trigger { get; set; }

    /// <summary>How long, in <see cref="Unit"/>; 0 where the trigger takes its period from elsewhere (the sender's proof retention, a consent's own lifespan).</summary>
    public int Period { get; set; }

    public RetentionUnit Unit { get; set; }

    public RetentionAction Action { get; set; }

    /// <summary>Null: of all senders.</summary>
    public long? SenderId { get; set; }

    /// <summary>ISO 3166, two letters; null: everywhere.</summary>
    public string? Region { get; set; }

    public long? CollectionPointId { get; set; }

    /// <summary>For <see cref="RetentionTrigger.Inactive"/>: our own sends and contact by staff count as activity. Off by default, because they are no act of hers.</summary>
    public bool CountsOurSends { get; set; }

    /// <summary>Per cent of all subscribers from which the policy asks twice before it runs.</summary>
    public int WarnPercent { get; set; } = 10;

    /// <summary>Quartz's cron expression, in <see cref="TimeZone"/>; null: run by hand only.</summary>
    public string? Cron { get; set; }

    /// <summary>IANA.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>The last moment that the cron expression named and a run was made for; the conditional update of it is what makes one run of each.</summary>
    public DateTime LastDueAt { get; set; } = Times.NotYet;

    public DateTime CreatedAt { get; set; }

    public DateTime UpdatedAt { get; set; }

    public string UpdatedBy { get; set; } = "";

    [Holds(PersonalData.Account, "names the member of staff who changed the policy", ErasedBy.AuditRetention)]
    public string UpdatedByName { get; set; } = "";

    /// <summary>Who last changed what the policy finds or does, or when, or switched it: their own schedule is not theirs to approve.</summary>
    public string ArrangedBy { get; set; } = "";

    public DateTime? ArchivedAt { get; set; }

    /// <summary>Grows with each change of what the policy finds or does; an approval counts for one version alone.</summary>
    public int Revision { get; set; } = 1;

    public int Version { get; set; }
}

public enum RetentionTrigger : byte
{
    /// <summary>Nothing stands any more and she withdrew at least once, the last time longer ago than the period.</summary>
    Withdrawn = 1,

    /// <summary>Restricted for longer than the proof retention of every sender that she had agreed to.</summary>
    ProofRetentionOver = 2,

    /// <summary>No opt-in, confirmation, reply, click or call of hers for longer than the period.</summary>
    Inactive = 3,

    /// <summary>Asked, and never confirmed within the period.</summary>
    NeverConfirmed = 4,

    /// <summary>A given consent is older than its own lifespan.</summary>
    LifespanOver = 5,

    /// <summary>A given consent has no evidence.</summary>
    ProofMissing = 6,

    /// <summary>Evidence is older than the period.</summary>
    EvidenceOld = 7,
}

public enum RetentionUnit : byte
{
    Days = 1,
    Months = 2,
}

public enum RetentionAction : byte
{
    /// <summary>Off every list, kept only as proof.</summary>
    Restrict = 1,

    /// <summary>Number, evidence and salts gone; the suppression and the ledger stay.</summary>
    Erase = 2,

    /// <summary>The consent ends, by an event each.</summary>
    Expire = 3,

    /// <summary>The consent never counted, by an event each.</summary>
    Invalidate = 4,

    /// <summary>The evidence goes, by an event that names it; number and consent stay.</summary>
    EraseEvidence = 5,
}

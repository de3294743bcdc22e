namespace ConsentDashboard.Domain.Consents;

/// <summary>One act, recorded once. Append-only: no column ever changes.</summary>
public sealed class ConsentEvent
{
    /// <summary>Given out inside the writing transaction, so that the order of ids is the order of commits.</summary>
    public long Id { get; set; }

    public long SubscriberId { get; set; }

    /// <summary>1 for the first event of a subscriber, without gaps.</summary>
    public int Seq { get; set; }

    /// <summary>Idempotency: the same act delivered twice has the same key.</summary>
    public Guid EventKey { get; set; }

    public ConsentEventType Type { get; set; }

    /// <summary>Null where the act names no sender: a withdrawal from all, or a change to the subscriber as a whole.</summary>
    public long? SenderId { get; set; }

    public ConsentKind Kind { get; set; }

    public ConsentCells Cells { get; set; }

    /// <summary>
    /// What the act made of the cells, four bits for each of the six (a <see cref="ConsentState"/>; 0 where a cell was left as it was).
    /// It lets a past state be read in SQL without replaying a chain.
    /// </summary>
    public int Outcome { get; set; }

    public Assurance Assurance { get; set; }

    public Source Source { get; set; }

    public Method Method { get; set; }

    public DateTime OccurredAt { get; set; }

    public DateTime RecordedAt { get; set; }

    /// <summary>For an agreement, when it ends by its own lifespan; <see cref="Times.Never"/> otherwise.</summary>
    public DateTime ExpiresAt { get; set; } = Times.Never;

    /// <summary>Who acted: <c>person</c>, <c>user:…</c>, <c>api:…</c> or <c>system:…</c>; never a name or an address.</summary>
    public string Actor { get; set; } = "";

    public long? NoticeVersionId { get; set; }

    public string? Language { get; set; }

    public byte[]? NoticeContentHash { get; set; }

    public long? CollectionPointId { get; set; }

    public long? ImportBatchId { get; set; }

    /// <summary>The event that this one is about: the withdrawal annulled, the evidence expired, the suppression ended.</summary>
    public Guid? RefersTo { get; set; }

    public int RuleSetVersion { get; set; }

    /// <summary>Recorded by a collection point in test mode: kept, never projected, never permits contact.</summary>
    public bool IsTest { get; set; }

    public int SchemaVersion { get; set; }

    /// <summary>SHA-256(NumberSalt, E.164), in the first event of a chain only.</summary>
    public byte[]? NumberCommitment { get; set; }

    public byte[]? EvidenceDigest { get; set; }

    public byte[] PrevHash { get; set; } = [];

    public byte[] Hash { get; set; } = [];

    public long BatchSeq { get; set; }

    public int BatchIndex { get; set; }

    public ConsentState OutcomeFor(int cellIndex) => (ConsentState)((Outcome >> (cellIndex * 4)) & 0xF);
}

/// <summary>What proves an event. Salt and text die together, which leaves the digest in the event without meaning.</summary>
public sealed class Evidence
{
    public long EventId { get; set; }

    [Holds(PersonalData.Salt, "makes the digest in the event unguessable", ErasedBy.SubscriberErasure)]
    public byte[] Salt { get; set; } = [];

    [Holds(PersonalData.Evidence, "proof that the person acted", ErasedBy.SubscriberErasure)]
    public byte[] Cipher { get; set; } = [];
}

/// <summary>A double opt-in under way. It is never a cell's state unless nothing was there before.</summary>
public sealed class PendingRequest
{
    public long Id { get; set; }

    /// <summary>
    /// What the person sent in at once: where contact and processing are asked by two documents, one code answers both.
    /// </summary>
    public Guid Submission { get; set; }

    public long SubscriberId { get; set; }

    public long SenderId { get; set; }

    public ConsentKind Kind { get; set; }

    public ConsentCells Cells { get; set; }

    public long NoticeVersionId { get; set; }

    public string Language { get; set; } = "";

    public long CollectionPointId { get; set; }

    /// <summary>The event that opened it.</summary>
    public Guid EventKey { get; set; }

    [Holds(PersonalData.NumberHash, "checks the code that the person types", ErasedBy.DeliveryOrExpiry)]
    public byte[] CodeHash { get; set; } = [];

    /// <summary>Wrong codes so far.</summary>
    public int Tries { get; set; }

    /// <summary>Asked by a collection point in test mode; so is what answers it.</summary>
    public bool IsTest { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime ExpiresAt { get; set; }
}

/// <summary>A code went to a number, or was asked for from an address; rows older than an hour go.</summary>
public sealed class CodeSend
{
    [Holds(PersonalData.NumberHash, "keeps a stranger from flooding a number, or from one address, with codes", ErasedBy.DeliveryOrExpiry)]
    public byte[] Target { get; set; } = [];

    /// <summary>0, 1, … up to how many sends an hour are allowed.</summary>
    public byte Slot { get; set; }

    public DateTime At { get; set; }
}

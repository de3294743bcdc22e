namespace ConsentDashboard.Domain.Ledger;

/// <summary>One group commit: a signed Merkle root over its events and one over its audit entries, chained to the batch before.</summary>
public sealed class LedgerBatch
{
    public long Seq { get; set; }

    public byte[] PrevHash { get; set; } = [];

    /// <summary>RFC 6962 Merkle root over the hashes of its events.</summary>
    public byte[] Root { get; set; } = [];

    public long FirstEventId { get; set; }

    public int EventCount { get; set; }

    public byte[] AuditRoot { get; set; } = [];

    public long FirstAuditId { get; set; }

    public int AuditCount { get; set; }

    public DateTime At { get; set; }

    public byte[] Hash { get; set; } = [];

    /// <summary>ECDSA P-256 over <see cref="Hash"/>, IEEE P1363 form.</summary>
    public byte[] Signature { get; set; } = [];

    public int SigningKeyId { get; set; }
}

/// <summary>The single row whose conditional update orders all commits, on both databases; ids of the big tables come from here.</summary>
public sealed class LedgerHead
{
    public const int OnlyId = 1;

    public int Id { get; set; } = OnlyId;

    public long Seq { get; set; }

    public byte[] Hash { get; set; } = new byte[32];

    public long LastSubscriberId { get; set; }

    public long LastEventId { get; set; }

    public long LastSuppressionId { get; set; }

    public long LastAuditId { get; set; }

    public byte[] AuditHash { get; set; } = new byte[32];

    /// <summary>How many index keys wrap the blind index at present.</summary>
    public int IndexGeneration { get; set; } = 1;

    public LedgerMode Mode { get; set; }

    /// <summary>Batches up to this one are folded into the counters.</summary>
    public long CountedSeq { get; set; }
}

public enum LedgerMode : byte
{
    Open = 0,

    /// <summary>The blind index is being wrapped: doors answer 503 until it is done.</summary>
    Maintenance = 1,
}

/// <summary>What a batch changed in one counter.</summary>
public sealed class CounterDelta
{
    public long BatchSeq { get; set; }

    public CounterMetric Metric { get; set; }

    /// <summary>The day that it counts for, UTC midnight.</summary>
    public DateTime Day { get; set; }

    /// <summary>What it is counted by: a standing, a source, a sender or a collection point, according to the metric; several of them as a <see cref="CounterKey"/>.</summary>
    public long Dimension { get; set; }

    public long Delta { get; set; }
}

/// <summary>The sum of all folded deltas of one counter.</summary>
public sealed class Counter
{
    public CounterMetric Metric { get; set; }

    public DateTime Day { get; set; }

    public long Dimension { get; set; }

    public long Value { get; set; }
}

public enum CounterMetric : byte
{
    /// <summary>Subscribers by standing, all days together.</summary>
    SubscribersByStanding = 1,

    /// <summary>Agreements (given, confirmed) per day by source.</summary>
    OptInsBySource = 2,

    /// <summary>Withdrawals per day by source.</summary>
    OptOutsBySource = 3,

    /// <summary>Agreements per day by collection point.</summary>
    OptInsByPoint = 4,

    /// <summary>Agreements whose evidence is complete, per day by source.</summary>
    ProvenOptInsBySource = 5,

    /// <summary>Withdrawals that were effective within a second of arriving, per day by source.</summary>
    FastOptOutsBySource = 6,

    /// <summary>Contact given or confirmed, per day by collection point; what a person agrees to in two documents counts once.</summary>
    GivenByPoint = 7,

    /// <summary>Double opt-ins that were sent, per day by collection point.</summary>
    RequestedByPoint = 8,

    /// <summary>Double opt-ins that nobody answered, per day by collection point.</summary>
    LapsedByPoint = 9,

    /// <summary>Refusals per day by collection point.</summary>
    RefusedByPoint = 10,

    /// <summary>Withdrawals within 30 days of agreeing, per day by the collection point where she had agreed.</summary>
    RegrettedByPoint = 11,

    /// <summary>Withdrawals per day by source and by how long they took from arriving to being effective; see <see cref="OptOut.EffectDelay"/>.</summary>
    OptOutDelays = 12,

    /// <summary>Agreements per day: sender, source, <see cref="EvidenceParts"/>. Those of a test count neither here nor below.</summary>
    OptInsBySender = 13,

    /// <summary>The same agreements: version of the wording or 0, source, <see cref="EvidenceParts"/>.</summary>
    OptInsByWording = 14,

    /// <summary>The same agreements: collection point or 0, source, <see cref="EvidenceParts"/>.</summary>
    OptInsAtPoint = 15,

    /// <summary>Withdrawals per day from the act to being effective: sender or 0 for all, source, <see cref="OptOut.EffectBand"/>, class of <see cref="OptOut.EffectDelay"/>.</summary>
    OptOutsBySender = 16,

    /// <summary>Withdrawals per day of what she had agreed to on a wording: its version, source. One that ends two counts for both.</summary>
    OptOutsByWording = 17,

    /// <summary>Withdrawals per day of what she had agreed to at a collection point: the point, source. One that ends two counts for both.</summary>
    OptOutsByPoint = 18,

    /// <summary>Events per day: sender or 0, type, source.</summary>
    EventsByType = 19,

    /// <summary>Suppressions that began, per day: sender or 0 for all, reason, cells, kind.</summary>
    SuppressionsAdded = 20,

    /// <summary>Suppressions that were ended, per day: sender or 0 for all, reason, cells, kind.</summary>
    SuppressionsEnded = 21,

    /// <summary>Cells of people who are neither restricted nor erased, all days together: sender, kind, index of the cell, state.</summary>
    CellsByState = 22,

    /// <summary>Subscribers, all days together: region as <see cref="CounterKey.OfLetters"/>, standing.</summary>
    SubscribersByRegion = 23,

    /// <summary>Subscribers, all days together: language as <see cref="CounterKey.OfLetters"/>, standing.</summary>
    SubscribersByLanguage = 24,
}

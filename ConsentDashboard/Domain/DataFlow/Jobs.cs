using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.DataFlow;

public enum JobStatus : byte
{
    Draft = 1,
    Waiting = 2,
    Running = 3,
    Done = 4,
    Failed = 5,
    Cancelled = 6,
    Undone = 7,
}

public sealed class ImportBatch
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public long SenderId { get; set; }

    public long? CollectionPointId { get; set; }

    public long? NoticeVersionId { get; set; }

    public Method Method { get; set; }

    [Holds(PersonalData.FreeText, "where the proof of an imported list lies", ErasedBy.EndOfJob)]
    public string ProofReference { get; set; } = "";

    [Holds(PersonalData.FreeText, "the name of the uploaded file", ErasedBy.EndOfJob)]
    public string FileName { get; set; } = "";

    public JobStatus Status { get; set; }

    /// <summary>Where the run stands: the last blind index and row number written, in the slice's own transaction.</summary>
    [Holds(PersonalData.NumberHash, "resumes an import behind the last row written", ErasedBy.EndOfJob)]
    public byte[]? Checkpoint { get; set; }

    public long RowsTotal { get; set; }

    public long RowsDone { get; set; }

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    public int Version { get; set; }
}

public sealed class ExportJob
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public long SenderId { get; set; }

    public Channel Channel { get; set; }

    public MessageType MessageType { get; set; }

    public long PurposeId { get; set; }

    [Holds(PersonalData.FreeText, "why staff exported, in their words", ErasedBy.AuditRetention)]
    public string Why { get; set; } = "";

    [Holds(PersonalData.FreeText, "what was asked for; it may name one person's reference", ErasedBy.EndOfJob)]
    public string Filter { get; set; } = "";

    public JobStatus Status { get; set; }

    public long RowCount { get; set; }

    public byte[]? Checksum { get; set; }

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    public DateTime? ExpiresAt { get; set; }

    public int Version { get; set; }
}

/// <summary>One row of an export; its opaque key is in the file, so that recall can name the row after the person is erased.</summary>
public sealed class ExportItem
{
    public long ExportJobId { get; set; }

    public long RowKey { get; set; }

    public long SubscriberId { get; set; }

    [Holds(PersonalData.NumberHash, "recalls a row whose person has withdrawn", ErasedBy.SubscriberErasure)]
    public byte[]? BlindIndex { get; set; }
}

/// <summary>Something that has to leave after a commit: a confirmation text, a webhook.</summary>
public sealed class OutboxMessage
{
    public long Id { get; set; }

    public Guid MessageKey { get; set; }

    public string Endpoint { get; set; } = "";

    /// <summary>With the endpoint, the lane: only the head of a lane is due, so that one person's messages arrive in order.</summary>
    public long? SubscriberId { get; set; }

    public string Kind { get; set; } = "";

    public long? SenderId { get; set; }

    /// <summary>The event that it follows from, where there is one.</summary>
    public long? EventId { get; set; }

    [Holds(PersonalData.Message, "what is to be delivered", ErasedBy.DeliveryOrExpiry)]
    public byte[]? PayloadCipher { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime DueAt { get; set; }

    public int Tries { get; set; }

    public DateTime? DeliveredAt { get; set; }

    [Holds(PersonalData.Message, "what the gateway answered, which may repeat the number", ErasedBy.DeliveryOrExpiry)]
    public string? LastError { get; set; }

    /// <summary>The HTTP status of the last answer.</summary>
    public short? LastStatus { get; set; }

    public string? ClaimedBy { get; set; }

    public DateTime ClaimedUntil { get; set; } = Times.NotYet;
}

using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Domain.DataFlow;

/// <summary>A list from elsewhere, on its way in: uploaded, tried, run, and taken back where it has to be.</summary>
public sealed class ImportBatch : LongJob
{
    public long SenderId { get; set; }

    /// <summary>Null: a legacy list, whose proof lies where <see cref="ProofReference"/> says.</summary>
    public long? CollectionPointId { get; set; }

    public long? NoticeVersionId { get; set; }

    /// <summary>The language in which the wording was shown.</summary>
    public string WordingLanguage { get; set; } = "";

    /// <summary>What the people of the list agreed to.</summary>
    public ConsentCells Cells { get; set; }

    public Method Method { get; set; }

    /// <summary>ISO 3166 region for numbers without a calling code.</summary>
    public string DefaultRegion { get; set; } = "ZZ";

    [Holds(PersonalData.FreeText, "where the proof of an imported list lies", ErasedBy.EndOfJob)]
    public string ProofReference { get; set; } = "";

    [Holds(PersonalData.FreeText, "the name of the uploaded file", ErasedBy.EndOfJob)]
    public string FileName { get; set; } = "";

    /// <summary>Bytes of the upload.</summary>
    public long FileSize { get; set; }

    /// <summary>What the list came from; its mapping is remembered under this name.</summary>
    public string SourceName { get; set; } = "";

    /// <summary>How the file is read: encoding, delimiter, which column is what; JSON.</summary>
    public string Mapping { get; set; } = "{}";

    public ImportStage Stage { get; set; }

    /// <summary>Rows by verdict, JSON; of the dry run and of the run apart.</summary>
    public string TriedCounts { get; set; } = "{}";

    public string RunCounts { get; set; } = "{}";

    /// <summary>SHA-256 over what the dry run answered for each row: the run does exactly this, or says what changed.</summary>
    public byte[]? TriedDigest { get; set; }

    public DateTime? TriedAt { get; set; }

    /// <summary>The ledger's newest batch when the dry run began.</summary>
    public long TriedAtSeq { get; set; }

    /// <summary>Where the run stands: how far the sorted file is written, in the slice's own transaction.</summary>
    public byte[]? Checkpoint { get; set; }

    public DateTime? UndoneAt { get; set; }

    public string? UndoneBy { get; set; }
}

public enum ImportStage : byte
{
    /// <summary>The file is there; what its columns are is being said.</summary>
    Mapping = 1,

    /// <summary>Each row gets its verdict, and nothing is written.</summary>
    DryRun = 2,

    Run = 3,

    /// <summary>The batch is taken back, by new events.</summary>
    Undo = 4,
}

/// <summary>How files of one source are read, remembered so that the next file of it needs no questions.</summary>
public sealed class ImportProfile
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    /// <summary>As staff call the source.</summary>
    public string Name { get; set; } = "";

    /// <summary>As <see cref="ImportBatch.Mapping"/>.</summary>
    public string Mapping { get; set; } = "{}";

    public DateTime UpdatedAt { get; set; }

    public string UpdatedBy { get; set; } = "";

    public int Version { get; set; }
}

/// <summary>Numbers on their way out, for one sender, channel, message type and purpose.</summary>
public sealed class ExportJob : LongJob
{
    public long SenderId { get; set; }

    public Channel Channel { get; set; }

    public MessageType MessageType { get; set; }

    public long PurposeId { get; set; }

    public long? SegmentId { get; set; }

    public int? SegmentVersion { get; set; }

    [Holds(PersonalData.FreeText, "why staff exported, in their words", ErasedBy.AuditRetention)]
    public string Why { get; set; } = "";

    /// <summary>The segment's definition as it was, JSON; with a null one everybody who may be contacted.</summary>
    [Holds(PersonalData.FreeText, "what was asked for; it may name one person's reference", ErasedBy.EndOfJob)]
    public string Filter { get; set; } = "";

    /// <summary>The same as a sentence, for the manifest.</summary>
    [Holds(PersonalData.FreeText, "what was asked for, in words", ErasedBy.EndOfJob)]
    public string FilterWords { get; set; } = "";

    public ExportFormat Format { get; set; } = ExportFormat.Xlsx;

    public ExportColumns Columns { get; set; } = ExportColumns.Default;

    /// <summary>Why more columns than the default ones are needed.</summary>
    [Holds(PersonalData.FreeText, "why staff needed more columns", ErasedBy.AuditRetention)]
    public string ColumnsReason { get; set; } = "";

    /// <summary>About how many rows there were when it was asked for; capped.</summary>
    public long ExpectedRows { get; set; }

    public bool NeedsApproval { get; set; }

    public DateTime? DecidedAt { get; set; }

    /// <summary>Who approved or rejected it.</summary>
    public string? DecidedBy { get; set; }

    [Holds(PersonalData.Account, "names the member of staff who decided", ErasedBy.AuditRetention)]
    public string? DecidedByName { get; set; }

    [Holds(PersonalData.FreeText, "why it was approved or rejected", ErasedBy.AuditRetention)]
    public string? DecisionNote { get; set; }

    /// <summary>The watermark in the file; null: none.</summary>
    public long? SeedId { get; set; }

    /// <summary>The ledger's newest batch before the first row was decided.</summary>
    public long DecidedFromSeq { get; set; }

    /// <summary>The same after the last row was decided: what came later is not in the file.</summary>
    public long DecidedUntilSeq { get; set; }

    public long RowCount { get; set; }

    /// <summary>Bytes of the file as it is downloaded.</summary>
    public long FileSize { get; set; }

    /// <summary>SHA-256 of the file as it is downloaded.</summary>
    public byte[]? Checksum { get; set; }

    public int Downloads { get; set; }

    public DateTime? ExpiresAt { get; set; }
}

public enum ExportFormat : byte
{
    Xlsx = 1,
    Csv = 2,
}

/// <summary>What a file carries of each person, besides the row key that recall needs.</summary>
[Flags]
public enum ExportColumns
{
    None = 0,
    Number = 1,
    Language = 2,
    PreferenceLink = 4,
    Default = Number | Language | PreferenceLink,
    Region = 8,
    Reference = 16,
    OptedInAt = 32,
    CollectionPoint = 64,
    Wording = 128,
    LastActivityAt = 256,
    All = Default | Region | Reference | OptedInAt | CollectionPoint | Wording | LastActivityAt,
}

/// <summary>A number of the company's own that goes into the exports for one recipient, so that a leaked file names its source.</summary>
public sealed class ExportSeed
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    /// <summary>Whom the files go to: an agency, a gateway.</summary>
    public string Recipient { get; set; } = "";

    [Holds(PersonalData.Number, "the company's own test number, which shows where a leaked file came from", ErasedBy.Staff)]
    public byte[] NumberCipher { get; set; } = [];

    public bool IsActive { get; set; } = true;

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    public int Version { get; set; }
}

/// <summary>One row of an export; its opaque key is in the file, so that recall can name the row after the person is erased.</summary>
public sealed class ExportItem
{
    public long ExportJobId { get; set; }

    public long RowKey { get; set; }

    /// <summary>Null for a watermark.</summary>
    public long? SubscriberId { get; set; }

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

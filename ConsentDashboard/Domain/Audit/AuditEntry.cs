namespace ConsentDashboard.Domain.Audit;

/// <summary>Who did what. Chained and batched like the ledger; never holds a number.</summary>
public sealed class AuditEntry
{
    /// <summary>Its place in the chain: 1, 2, 3, … without gaps.</summary>
    public long Id { get; set; }

    public DateTime At { get; set; }

    /// <summary><c>user:…</c>, <c>api:…</c>, <c>system:…</c> or <c>person</c>.</summary>
    public string Actor { get; set; } = "";

    /// <summary>The name shown for the actor at that time.</summary>
    [Holds(PersonalData.Account, "names the member of staff", ErasedBy.AuditRetention)]
    public string ActorName { get; set; } = "";

    public AuditAction Action { get; set; }

    public long? SubscriberId { get; set; }

    /// <summary>What it was done to, where that is not a subscriber: the public id or name of the thing.</summary>
    public string? Subject { get; set; }

    [Holds(PersonalData.FreeText, "why staff looked or acted, in their words", ErasedBy.AuditRetention)]
    public string? Reason { get; set; }

    /// <summary>Counts and settings as JSON; no personal data.</summary>
    public string? Details { get; set; }

    public byte[] PrevHash { get; set; } = [];

    public byte[] Hash { get; set; } = [];

    public long BatchSeq { get; set; }

    public int BatchIndex { get; set; }
}

/// <summary>The numbers are part of the audit chain's canonical form and never change.</summary>
public enum AuditAction : byte
{
    SignedIn = 1,
    SignInFailed = 2,
    SignedOut = 3,
    AdministratorCreated = 4,
    AccountCreated = 5,
    RolesChanged = 6,
    NumberRevealed = 10,
    SubscriberFound = 11,
    BundleExported = 13,
    EvidenceViewed = 12,
    ConsentWithdrawn = 20,
    ConsentRecorded = 21,
    ConsentRebuilt = 22,
    LedgerVerified = 30,
    KeysRotated = 31,
    DemoDataCreated = 32,
    AccessDenied = 40,
    SenderSaved = 50,
    PurposeSaved = 51,
    NoticeSaved = 52,
    NoticePublished = 53,
    NoticeRetired = 54,
    PointSaved = 55,
    PointActivated = 56,
    PointPaused = 57,
    PointRetired = 58,
    FindingOverridden = 59,
    SubmissionRefused = 60,
    ApiKeyCreated = 61,
    ApiKeyRevoked = 62,
    MessageViewed = 63,
    MessageRetried = 64,
    InboxHandled = 70,
    AnnulmentRequested = 71,
    AnnulmentApproved = 72,
    AnnulmentRejected = 73,
    BurstRaised = 74,
    BurstClosed = 75,
    WebhookSaved = 76,
    WebhookSecretRotated = 77,
    WebhookReplayed = 78,
    SourceSaved = 79,
    ReplyWordsSaved = 80,
    LinksMade = 81,
    SegmentSaved = 90,
    SegmentArchived = 91,
    ExportRequested = 92,
    ExportApproved = 93,
    ExportRejected = 94,
    ExportFinished = 95,
    ExportDownloaded = 96,
    ExportRecalled = 97,
    ExportCancelled = 98,
    ExportExpired = 99,
    SeedSaved = 100,
    ImportUploaded = 101,
    ImportTried = 102,
    ImportStarted = 103,
    ImportFinished = 104,
    ImportCancelled = 105,
    ImportUndone = 106,
    VerdictsDownloaded = 107,
    SendsRecorded = 108,
    ReportMade = 109,
    ReportDownloaded = 110,
    ReportScheduleSaved = 111,
    ImportMapped = 112,
    ImportDeclared = 113,
    PolicySaved = 120,
    PolicySwitched = 121,
    PolicyArchived = 122,
    RetentionPreviewed = 123,
    RetentionRequested = 124,
    RetentionApproved = 125,
    RetentionRejected = 126,
    RetentionFinished = 127,
    RetentionCancelled = 128,
    RetentionPaused = 129,
    RetentionResumed = 130,
    RetentionSettingsSaved = 131,
    RetentionVoided = 132,
    CertificateDownloaded = 133,
    HoldPlaced = 134,
    HoldReleased = 135,
    SubscriberRestricted = 136,
    SubscriberErased = 137,
    RestrictedOpened = 138,
    HoldStopped = 139,
    RequestEntered = 140,
    RequestCodeSent = 141,
    RequestVerified = 142,
    RequestExtended = 143,
    RequestPrepared = 144,
    RequestAnswerDownloaded = 145,
    RequestClosed = 146,
    ReachabilityRecorded = 147,
    BackupMade = 148,
    BackupRestored = 149,
    ReportDeleted = 150,
    HoldResumed = 151,
    RequestConfirmed = 152,
    ActivityRecorded = 153,
    CallNoted = 154,
}

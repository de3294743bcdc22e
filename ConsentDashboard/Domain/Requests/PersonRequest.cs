namespace ConsentDashboard.Domain.Requests;

/// <summary>
/// What a person asks for about her own data, with the clock of the law that she has on her side. Kept for 24 months after
/// it was closed (CCPA regulations, 11 CCR 7101); her erasure takes the number out of it and leaves the fact.
/// </summary>
public sealed class PersonRequest
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public RequestLaw Law { get; set; }

    public RequestKind Kind { get; set; }

    public RequestStatus Status { get; set; } = RequestStatus.Received;

    /// <summary>How it came: a letter, a call, a form; a word of the list that the screen offers.</summary>
    public string ReceivedBy { get; set; } = "";

    /// <summary>Null where we do not know the number.</summary>
    public long? SubscriberId { get; set; }

    /// <summary>Whom it is about, where the request names one company; null: all senders.</summary>
    public long? SenderId { get; set; }

    [Holds(PersonalData.Number, "sends the code and the answer to the person who asked", ErasedBy.SubscriberErasure)]
    public byte[]? NumberCipher { get; set; }

    [Holds(PersonalData.FreeText, "what the person asked for, in her words; encrypted", ErasedBy.SubscriberErasure)]
    public byte[]? DetailsCipher { get; set; }

    /// <summary>BCP 47; the language of the answer.</summary>
    [Holds(PersonalData.Locale, "answers the person in her language", ErasedBy.SubscriberErasure)]
    public string Language { get; set; } = "en";

    public DateTime ReceivedAt { get; set; }

    public DateTime DueAt { get; set; }

    /// <summary>When the person was told that it came (11 CCR 7021(a)).</summary>
    public DateTime? ConfirmedAt { get; set; }

    /// <summary>The law lets it be put off once; null: it was not.</summary>
    public DateTime? ExtendedAt { get; set; }

    [Holds(PersonalData.FreeText, "why the answer takes longer", ErasedBy.SubscriberErasure)]
    public string? ExtensionReason { get; set; }

    /// <summary>Keyed hash of the code that was sent; 32 bytes.</summary>
    public byte[]? CodeHash { get; set; }

    public DateTime? CodeExpiresAt { get; set; }

    public int CodeTries { get; set; }

    public int CodesSent { get; set; }

    public DateTime? VerifiedAt { get; set; }

    /// <summary>How the person was recognised; a word of the list that the screen offers.</summary>
    public string? VerifiedBy { get; set; }

    public DateTime? PreparedAt { get; set; }

    /// <summary>When the answer that lies ready was taken out to be handed over; null again once it is prepared anew.</summary>
    public DateTime? HandedOverAt { get; set; }

    /// <summary>SHA-256 of the prepared answer.</summary>
    public byte[]? AnswerChecksum { get; set; }

    public RequestOutcome? Outcome { get; set; }

    [Holds(PersonalData.FreeText, "why it was granted or refused", ErasedBy.SubscriberErasure)]
    public string? OutcomeReason { get; set; }

    public DateTime? ClosedAt { get; set; }

    public string? ClosedByKey { get; set; }

    [Holds(PersonalData.Account, "names the member of staff who decided", ErasedBy.AuditRetention)]
    public string? ClosedByName { get; set; }

    /// <summary>When the row itself goes; <see cref="Times.Never"/> while it is open.</summary>
    public DateTime KeptUntil { get; set; } = Times.Never;

    public string CreatedBy { get; set; } = "";

    [Holds(PersonalData.Account, "names the member of staff who entered it", ErasedBy.AuditRetention)]
    public string CreatedByName { get; set; } = "";

    public int Version { get; set; }
}

public enum RequestLaw : byte
{
    Gdpr = 1,
    Ccpa = 2,
}

public enum RequestKind : byte
{
    /// <summary>GDPR art. 15.</summary>
    Access = 1,

    /// <summary>GDPR art. 17.</summary>
    Erasure = 2,

    /// <summary>GDPR art. 16.</summary>
    Rectification = 3,

    /// <summary>GDPR art. 21.</summary>
    Objection = 4,

    /// <summary>Cal. Civ. Code 1798.110.</summary>
    Know = 5,

    /// <summary>Cal. Civ. Code 1798.105.</summary>
    Delete = 6,

    /// <summary>Cal. Civ. Code 1798.120.</summary>
    OptOut = 7,
}

public enum RequestStatus : byte
{
    Received = 1,

    /// <summary>A code was sent to the number.</summary>
    Verifying = 2,
    Verified = 3,

    /// <summary>The answer lies ready.</summary>
    Prepared = 4,
    Closed = 5,
}

public enum RequestOutcome : byte
{
    Granted = 1,
    GrantedInPart = 2,
    Refused = 3,

    /// <summary>The person took it back, or never answered the identity check.</summary>
    Abandoned = 4,
}

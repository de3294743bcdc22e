using ConsentDashboard.Domain.OptOut.Replies;

namespace ConsentDashboard.Domain.OptOut;

/// <summary>
/// A message that came in and recorded no withdrawal by itself, with its verdict and the words that led to it. One that
/// withdrew is an event, and its text is the event's evidence: it is not kept twice.
/// </summary>
public sealed class InboundMessage
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public string Source { get; set; } = "";

    /// <summary>The gateway's id for the message; unique with the source.</summary>
    public string ProviderId { get; set; } = "";

    /// <summary>Null where the sender's number could not be read, or is not known here.</summary>
    public long? SubscriberId { get; set; }

    /// <summary>Null where the address that it was sent to belongs to no sender.</summary>
    public long? SenderId { get; set; }

    public string To { get; set; } = "";

    /// <summary>Who sent it, as the gateway wrote it; only where that is no number, or one that is not known here.</summary>
    [Holds(PersonalData.Message, "lets a person find out who wrote, where a machine could not", ErasedBy.DeliveryOrExpiry)]
    public byte[]? FromCipher { get; set; }

    public ReplyKind Verdict { get; set; }

    [Holds(PersonalData.Message, "shows the officer which words led to the verdict", ErasedBy.DeliveryOrExpiry)]
    public string? VerdictWords { get; set; }

    [Holds(PersonalData.Message, "lets a person judge what a machine could not", ErasedBy.DeliveryOrExpiry)]
    public byte[]? TextCipher { get; set; }

    public DateTime ReceivedAt { get; set; }

    public DateTime TextExpiresAt { get; set; }

    /// <summary>Why somebody has to read it.</summary>
    public InboxReason Reason { get; set; }

    public InboxState State { get; set; }

    /// <summary>When the law that applies wants an opt-out to be effective; <see cref="Times.Never"/> where it waits for nobody.</summary>
    public DateTime DueAt { get; set; } = Times.Never;

    /// <summary>The event that paused contact when it came in.</summary>
    public Guid? PauseKey { get; set; }

    /// <summary>The withdrawal that it was handled with.</summary>
    public Guid? WithdrawalKey { get; set; }

    public DateTime? HandledAt { get; set; }

    public string? HandledBy { get; set; }

    public int Version { get; set; }
}

public enum InboxReason : byte
{
    None = 0,
    MayBeOptOut = 1,

    /// <summary>What stood for the sender's number is no number.</summary>
    UnreadableNumber = 2,

    /// <summary>One of the ordinary messages that people look at, so that a misread one leaves a trace.</summary>
    Sample = 3,
}

public enum InboxState : byte
{
    /// <summary>Nobody has to read it.</summary>
    None = 0,
    Waiting = 1,
    Withdrawn = 2,
    NotAnOptOut = 3,
}

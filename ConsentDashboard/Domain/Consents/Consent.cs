namespace ConsentDashboard.Domain.Consents;

/// <summary>
/// The current state of one cell: subscriber x sender x kind x channel x message type.
/// A projection of the ledger: it can be thrown away and rebuilt from the events.
/// </summary>
public sealed class Consent
{
    public long SubscriberId { get; set; }

    public long SenderId { get; set; }

    public ConsentKind Kind { get; set; }

    public Channel Channel { get; set; }

    public MessageType MessageType { get; set; }

    public ConsentState State { get; set; }

    /// <summary>When the present state began.</summary>
    public DateTime StateAt { get; set; }

    /// <summary>When the person last agreed; <see cref="Times.NotYet"/> where she never did.</summary>
    public DateTime GivenAt { get; set; } = Times.NotYet;

    /// <summary>When the last agreement ends by its own lifespan; <see cref="Times.Never"/> where it has none.</summary>
    public DateTime ExpiresAt { get; set; } = Times.Never;

    /// <summary>Her last withdrawal or refusal; an act has to be newer than this to raise the cell (the ratchet).</summary>
    public DateTime StoppedAt { get; set; } = Times.NotYet;

    public long? NoticeVersionId { get; set; }

    public long? CollectionPointId { get; set; }

    public long LastEventId { get; set; }
}

namespace ConsentDashboard.Domain.Subscribers;

/// <summary>A legal hold: nothing of the person is cleaned, and nobody contacts her while the dispute lasts.</summary>
public sealed class Hold : SubscriberInterval
{
    /// <summary>The order that placed it, where it concerns a whole segment.</summary>
    public long? HoldOrderId { get; set; }
}

/// <summary>Contact is paused, for instance while a reply that may be an opt-out waits in the inbox.</summary>
public sealed class Pause : SubscriberInterval;

/// <summary>Off every list, kept only as proof.</summary>
public sealed class Restriction : SubscriberInterval;

/// <summary>Something that holds for a subscriber from one moment until another.</summary>
public abstract class SubscriberInterval
{
    public long Id { get; set; }

    public long SubscriberId { get; set; }

    public DateTime From { get; set; }

    /// <summary><see cref="Times.Never"/> while it lasts.</summary>
    public DateTime To { get; set; } = Times.Never;

    [Holds(PersonalData.FreeText, "why it was set", ErasedBy.SubscriberErasure)]
    public string Reason { get; set; } = "";

    public string SetBy { get; set; } = "";

    public string? EndedBy { get; set; }
}

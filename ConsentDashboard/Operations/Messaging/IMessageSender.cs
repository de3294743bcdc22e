namespace ConsentDashboard.Operations.Messaging;

/// <summary>The one way out for texts. Sends once and says what came of it; trying again is the outbox's business.</summary>
public interface IMessageSender
{
    /// <summary>Which of a sender's addresses the text leaves from, as in SenderAddress.Source.</summary>
    string Source { get; }

    /// <summary>Without an address of the sender nothing can be sent.</summary>
    bool NeedsAddress { get; }

    /// <summary>Never throws for what the gateway does or does not answer.</summary>
    Task<SendOutcome> SendAsync(OutgoingText message, CancellationToken cancellation);
}

/// <param name="MessageKey">The same for each try, so that a gateway that knows ids sends once.</param>
/// <param name="From">A number, short code or name; empty where the gateway chooses.</param>
/// <param name="To">In E.164.</param>
/// <param name="Text">What the person reads.</param>
public sealed record OutgoingText(Guid MessageKey, string From, string To, string Text)
{
    /// <summary>Neither the number nor the text, so that no log shows them by accident.</summary>
    public override string ToString() => $"message {MessageKey}";
}

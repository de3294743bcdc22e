using ConsentDashboard.Domain.OptOut.Replies;

namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>A message as a gateway passed it on.</summary>
/// <param name="Source">The gateway's name, as in SenderAddress.Source.</param>
/// <param name="ProviderId">The gateway's id for it: the same message has the same id however often it comes.</param>
/// <param name="From">Who wrote it, as the gateway says; not yet known to be a number.</param>
/// <param name="To">Where it was sent to; finds the sender.</param>
/// <param name="Text">What she wrote.</param>
/// <param name="ReceivedAt">When it arrived here, UTC.</param>
public sealed record InboundReply(string Source, string ProviderId, string From, string To, string Text, DateTime ReceivedAt)
{
    /// <summary>A gateway's id is at most so long; a longer one is no id.</summary>
    public const int MaxProviderId = 100;

    /// <summary>No phone number and no text, so that no log shows them by accident.</summary>
    public override string ToString() => $"reply through {Source}";
}

/// <summary>What came of a reply; all of it is durable.</summary>
public enum ReplyOutcome
{
    /// <summary>She is withdrawn.</summary>
    Withdrawn,

    /// <summary>She confirmed a request, or took back what STOP had ended.</summary>
    GaveConsent,

    /// <summary>She wants consent again and nothing allows it: she got the address of the form, where there is one.</summary>
    Invited,

    /// <summary>She got the sender's details.</summary>
    Helped,

    /// <summary>It waits for people, and contact is paused meanwhile.</summary>
    Waiting,

    /// <summary>It changes nothing; kept for a while.</summary>
    Kept,

    /// <summary>The same message came before.</summary>
    KnownAlready,
}

/// <param name="Kind">What it was read as.</param>
public readonly record struct ReceivedReply(ReplyOutcome Outcome, ReplyKind Kind);

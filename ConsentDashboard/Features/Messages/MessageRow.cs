using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Messaging;

namespace ConsentDashboard.Features.Messages;

public enum MessageState
{
    Waiting,
    Retrying,
    Sent,
    GivenUp,
}

/// <param name="Kind">As in <see cref="MessageKinds"/>.</param>
/// <param name="DueAt">When it is tried next, while it waits.</param>
/// <param name="SentAt">Null until the gateway took it.</param>
/// <param name="Masked">Null where the number is erased.</param>
/// <param name="Sender">In whose name; null where it is for all senders.</param>
/// <param name="Failure">Why the last try failed.</param>
/// <param name="Text">In demo mode only.</param>
public sealed record MessageRow(
    long Id, DateTime At, string Kind, MessageState State, DateTime DueAt, DateTime? SentAt, PublicId? Subscriber, string? Masked,
    string? Sender, int Tries, SendFailure? Failure, string? Text);

/// <summary>Where in the list a page begins; at most one is set, and none is the newest page.</summary>
/// <param name="OlderThan">Messages that follow this one in the list.</param>
/// <param name="NewerThan">Messages that stand before this one.</param>
/// <param name="AtEnd">The oldest messages.</param>
public sealed record MessagePlace(long? OlderThan = null, long? NewerThan = null, bool AtEnd = false);

/// <param name="HasOlder">There is a page after this one.</param>
/// <param name="Waiting">How many have not left; more than <see cref="Operations.Messaging.Outbox.OutboxBacklog.MostCounted"/> is as far as it counts.</param>
public sealed record MessagePage(IReadOnlyList<MessageRow> Rows, bool HasNewer, bool HasOlder, int Waiting = 0);

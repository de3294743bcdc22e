using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Somebody who is due, as a preview counts her.</summary>
internal sealed class DueRow
{
    public long SubscriberId { get; init; }

    public PublicId PublicId { get; init; }

    public string Region { get; init; } = "";

    public long? CollectionPointId { get; init; }

    public Standing Standing { get; init; }

    /// <summary>Her last act, or when the number was first seen where she never acted.</summary>
    public DateTime LastActivityAt { get; init; }

    public DateTime FirstSeenAt { get; init; }

    /// <summary>A legal hold stands.</summary>
    public bool IsHeld { get; init; }
}

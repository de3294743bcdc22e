using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>Who is told.</summary>
/// <param name="SenderId">Null: the changes of every sender.</param>
public sealed record WebhookTarget(PublicId PublicId, long? SenderId)
{
    /// <summary>What names no sender is about all of them.</summary>
    public bool Concerns(ConsentEvent act) => SenderId is null || act.SenderId is null || act.SenderId == SenderId;
}

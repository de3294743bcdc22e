using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Sends;

/// <summary>The entry about messages that were counted: how many, and never to whom.</summary>
internal static class SendsAudit
{
    public static AuditDraft Of(Actor actor, PublicId sender, Channel channel, MessageType type, SendSums sums, int notUnderstood) => new(
        actor,
        AuditAction.SendsRecorded,
        Subject: $"{sender}",
        Details: JsonSerializer.Serialize(new
        {
            cells = Cells.Of(channel, type).ToString(),
            messages = sums.Messages,
            toUnknown = sums.ToUnknown,
            withoutPermission = sums.WithoutPermission,
            overPromise = sums.OverPromise,
            notUnderstood,
        }));
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>Switches a receiver off, or on again: what waits for it is then sent at once.</summary>
public sealed class SwitchWebhook(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, OutboxFeed feed, TimeProvider clock)
{
    public sealed record Input(PublicId Webhook, bool IsActive);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageWebhooks);
        var now = clock.UtcMilliseconds();
        var lane = WebhookEndpoint.LaneOf(input.Webhook);
        int switched;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            switched = await db.WebhookEndpoints.Where(e => e.PublicId == input.Webhook && e.IsActive != input.IsActive).ExecuteUpdateAsync(set => set
                .SetProperty(e => e.IsActive, input.IsActive)
                .SetProperty(e => e.FailingSince, (DateTime?)null)
                .SetProperty(e => e.Version, e => e.Version + 1));
            if (switched > 0 && input.IsActive)
            {
                await OutboxBacklog.Waiting(db, lane).Where(m => m.DueAt > now).ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now));
            }
        }

        if (switched > 0)
        {
            await audit.RecordAsync(new(actor, AuditAction.WebhookSaved, Subject: $"{input.Webhook}", Details: $$"""{"active":{{(input.IsActive ? "true" : "false")}}}"""), CancellationToken.None);
            feed.Wake();
        }

        return Result.Ok;
    }
}

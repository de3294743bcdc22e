using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>Sends a message about nobody, signed like any other.</summary>
public sealed class SendTest(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, WebhookMessages messages, OutboxFeed feed, TimeProvider clock)
{
    public sealed record Input(PublicId Webhook);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageWebhooks);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.WebhookEndpoints.AnyAsync(e => e.PublicId == input.Webhook && e.IsActive, cancellation))
        {
            return WebhookErrors.SwitchedOff;
        }

        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            db.Add(messages.PingOf(input.Webhook, clock.UtcMilliseconds()));
            await db.SaveChangesAsync(CancellationToken.None);
        }

        feed.Wake();
        return Result.Ok;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>
/// Sends a change again, and whatever followed it for the same person: an old "given" alone would bring a receiver to a
/// state that she has ended since.
/// </summary>
public sealed class ReplayMessage(
    IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, RebuiltMessages rebuilt, OutboxFeed feed, TimeProvider clock)
{
    /// <param name="Message">Of the delivery log.</param>
    public sealed record Input(PublicId Webhook, long Message);

    /// <returns>How many messages leave.</returns>
    public async Task<Result<int>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageWebhooks);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var lane = WebhookEndpoint.LaneOf(input.Webhook);
        var endpoint = await db.WebhookEndpoints.AsNoTracking().FirstOrDefaultAsync(e => e.PublicId == input.Webhook && e.IsActive, cancellation);
        var eventId = await db.Outbox.Where(m => m.Id == input.Message && m.Endpoint == lane).Select(m => m.EventId).FirstOrDefaultAsync(cancellation);
        var first = eventId is null ? null : await db.ConsentEvents.AsNoTracking().FirstOrDefaultAsync(e => e.Id == eventId, cancellation);
        if (endpoint is null || first is null)
        {
            return endpoint is null ? WebhookErrors.SwitchedOff : WebhookErrors.NoEvent;
        }

        int sent;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            // Inside the turn, so that no newer change of hers comes between.
            var since = await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == first.SubscriberId && e.Seq >= first.Seq).OrderBy(e => e.Seq).ToListAsync(CancellationToken.None);
            var target = new WebhookTarget(endpoint.PublicId, endpoint.SenderId);
            var concerning = since.FindAll(act => WebhookEvents.Leaves(act) && target.Concerns(act));
            var made = await rebuilt.OfAsync(db, endpoint.PublicId, concerning, clock.UtcMilliseconds(), CancellationToken.None);
            db.AddRange(made);
            await db.SaveChangesAsync(CancellationToken.None);
            sent = made.Count;
        }

        await audit.RecordAsync(new(actor, AuditAction.WebhookReplayed, first.SubscriberId, $"{input.Webhook}", Details: $$"""{"messages":{{sent}}}"""), CancellationToken.None);
        feed.Wake();
        return sent;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>Sends every change since a moment again, in the ledger's order, a slice at a time so that nobody waits for it.</summary>
public sealed class ReplaySince(
    IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, RebuiltMessages rebuilt, OutboxFeed feed, TimeProvider clock)
{
    /// <summary>More would take the receiver hours; a later start does as well.</summary>
    public const int Most = 100_000;

    private const int Slice = 200;

    public sealed record Input(PublicId Webhook, DateTime Since);

    /// <returns>How many messages leave.</returns>
    public async Task<Result<int>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageWebhooks);
        var now = clock.UtcMilliseconds();
        if (input.Since >= now || input.Since < now - OutboxSweep.Keeping)
        {
            return WebhookErrors.WrongSince;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.WebhookEndpoints.AsNoTracking().FirstOrDefaultAsync(e => e.PublicId == input.Webhook && e.IsActive, cancellation) is not { } endpoint)
        {
            return WebhookErrors.SwitchedOff;
        }

        var (first, last, count) = await RangeAsync(db, input.Since, cancellation);
        if (count > Most)
        {
            return WebhookErrors.TooMany;
        }

        var sent = await SendAsync(endpoint, first, last);
        await audit.RecordAsync(new(actor, AuditAction.WebhookReplayed, Subject: $"{input.Webhook}", Details: $$"""{"since":"{{input.Since:O}}","messages":{{sent}}}"""), CancellationToken.None);
        return sent;
    }

    // Ids are given out in the order of commits, so the first event since then is where the ids begin; times have no index.
    private static async Task<(long First, long Last, int Count)> RangeAsync(DashboardDbContext db, DateTime since, CancellationToken cancellation)
    {
        var recent = db.ConsentEvents.OrderByDescending(e => e.Id).Take(Most + 1).Select(e => new { e.Id, e.RecordedAt });
        var (first, last, count) = (long.MaxValue, 0L, 0);
        await foreach (var act in recent.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (act.RecordedAt < since)
            {
                break;
            }

            (first, last, count) = (act.Id, Math.Max(last, act.Id), count + 1);
        }

        return (first, last, count);
    }

    private async Task<int> SendAsync(WebhookEndpoint endpoint, long first, long last)
    {
        var target = new WebhookTarget(endpoint.PublicId, endpoint.SenderId);
        var (sent, after) = (0, first - 1);
        while (after < last)
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            List<ConsentEvent> events;
            using (await gate.EnterAsync(WritePriority.Bulk, CancellationToken.None))
            {
                events = await db.ConsentEvents.AsNoTracking().Where(e => e.Id > after && e.Id <= last).OrderBy(e => e.Id).Take(Slice).ToListAsync(CancellationToken.None);
                var made = await rebuilt.OfAsync(db, endpoint.PublicId, events.FindAll(act => WebhookEvents.Leaves(act) && target.Concerns(act)), clock.UtcMilliseconds(), CancellationToken.None);
                db.AddRange(made);
                await db.SaveChangesAsync(CancellationToken.None);
                sent += made.Count;
            }

            if (events.Count == 0)
            {
                break;
            }

            after = events[^1].Id;
            feed.Wake();
        }

        return sent;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Webhooks;

public enum WebhookState
{
    Delivering,
    Failing,
    Off,

    /// <summary>Switched off because the receiver said that it is no more.</summary>
    Gone,
}

/// <param name="Address">May hold a secret in its query: the list shows its host only.</param>
/// <param name="Sender">The only sender whose changes it is told; null: every one's.</param>
/// <param name="OldSecretUntil">Until when the secret before this one signs too.</param>
/// <param name="Waiting">More than <see cref="OutboxBacklog.MostCounted"/> is as far as it counts.</param>
public sealed record WebhookRow(
    PublicId PublicId, string Name, string Address, PublicId? SenderId, string? Sender, bool IsActive, DateTime? FailingSince, DateTime OldSecretUntil, int Version, int Waiting = 0)
{
    public string Host => Uri.TryCreate(Address, UriKind.Absolute, out var address) ? address.Authority : "–";

    public WebhookState State => (IsActive, FailingSince) switch
    {
        (true, null) => WebhookState.Delivering,
        (true, _) => WebhookState.Failing,
        (false, null) => WebhookState.Off,
        _ => WebhookState.Gone,
    };
}

public sealed record SenderChoice(PublicId PublicId, string Name);

public sealed class WebhookQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    // An installation has a handful; this many would be a mistake to look into, not to page through.
    private const int Most = 100;

    public async Task<IReadOnlyList<WebhookRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageWebhooks);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await WithWaitingAsync(db, await Rows(db, db.WebhookEndpoints.OrderByDescending(e => e.Id).Take(Most)).ToListAsync(cancellation), cancellation);
    }

    public async Task<WebhookRow?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageWebhooks);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await WithWaitingAsync(db, await Rows(db, db.WebhookEndpoints.Where(e => e.PublicId == id)).ToListAsync(cancellation), cancellation)).SingleOrDefault();
    }

    public async Task<IReadOnlyList<SenderChoice>> SendersAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageWebhooks);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Senders.AsNoTracking().OrderBy(s => s.Name).Select(s => new SenderChoice(s.PublicId, s.Name)).ToListAsync(cancellation);
    }

    private static IQueryable<WebhookRow> Rows(DashboardDbContext db, IQueryable<WebhookEndpoint> endpoints) =>
        from endpoint in endpoints.AsNoTracking()
        join sender in db.Senders on endpoint.SenderId equals (long?)sender.Id into named
        from sender in named.DefaultIfEmpty()
        orderby endpoint.Id descending
        select new WebhookRow(
            endpoint.PublicId, endpoint.Name, endpoint.Address, sender == null ? null : sender.PublicId, sender == null ? null : sender.Name,
            endpoint.IsActive, endpoint.FailingSince, endpoint.OldSecretUntil, endpoint.Version, 0);

    private static async Task<List<WebhookRow>> WithWaitingAsync(DashboardDbContext db, List<WebhookRow> rows, CancellationToken cancellation)
    {
        for (var index = 0; index < rows.Count; index++)
        {
            var lane = WebhookEndpoint.LaneOf(rows[index].PublicId);
            rows[index] = rows[index] with { Waiting = await OutboxBacklog.Waiting(db, lane).Take(OutboxBacklog.MostCounted + 1).CountAsync(cancellation) };
        }

        return rows;
    }
}

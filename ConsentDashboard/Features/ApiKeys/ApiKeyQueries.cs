using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.ApiKeys;

/// <param name="Sender">The only sender it may speak for; null: every one.</param>
public sealed record ApiKeyRow(PublicId PublicId, string Name, string Prefix, ApiScopes Scopes, string? Sender, DateTime CreatedAt, DateTime LastUsedAt, DateTime ExpiresAt, DateTime? RevokedAt)
{
    public bool IsGood(DateTime now) => RevokedAt is null && ExpiresAt > now;
}

public sealed record SenderChoice(PublicId PublicId, string Name);

public sealed class ApiKeyQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    // An installation has a handful; this many would be a mistake to look into, not to page through.
    private const int Most = 500;

    public async Task<IReadOnlyList<ApiKeyRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageApiKeys);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ApiKeys.AsNoTracking().OrderByDescending(k => k.Id).Take(Most)
            .Select(k => new ApiKeyRow(
                k.PublicId, k.Name, k.Prefix, k.Scopes, db.Senders.Where(s => s.Id == k.SenderId).Select(s => s.Name).FirstOrDefault(), k.CreatedAt, k.LastUsedAt, k.ExpiresAt, k.RevokedAt))
            .ToListAsync(cancellation);
    }

    public async Task<IReadOnlyList<SenderChoice>> SendersAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageApiKeys);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Senders.AsNoTracking().OrderBy(s => s.Name).Select(s => new SenderChoice(s.PublicId, s.Name)).ToListAsync(cancellation);
    }
}

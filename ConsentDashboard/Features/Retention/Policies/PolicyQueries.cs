using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Policies;

public sealed record PolicyRow(
    PublicId PublicId, string Name, bool IsOn, PolicyDefinition Definition, PolicyNames Names, string? Cron, string TimeZone, int WarnPercent,
    DateTime UpdatedAt, string UpdatedBy, int Version, bool IsArchived, bool IsShipped)
{
    /// <summary>As it is kept; a policy that came with the installation is called otherwise in other languages.</summary>
    public string StoredName { get; init; } = Name;

    /// <summary>Other policies that are on, as this one is, and can find the same people.</summary>
    public IReadOnlyList<(string Name, PolicyOverlap Kind)> Overlaps { get; init; } = [];
}

/// <param name="Sender">Of a collection point; its own id otherwise.</param>
public sealed record PolicyPlace(long Id, PublicId PublicId, string Name, long Sender);

/// <summary>What a policy may be limited to.</summary>
public sealed record PolicyPlaces(IReadOnlyList<PolicyPlace> Senders, IReadOnlyList<PolicyPlace> Points);

/// <summary>Reads policies.</summary>
public sealed class PolicyQueries(IDbContextFactory<DashboardDbContext> contexts, RetentionSentences sentences)
{
    public const int Most = 200;

    public async Task<IReadOnlyList<PolicyRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await ReadAsync(db, db.RetentionPolicies.Where(p => p.ArchivedAt == null).OrderBy(p => p.Id).Take(Most), cancellation);
        var on = rows.Where(row => row.IsOn).ToList();
        return [.. rows.Select(row => row with { Overlaps = row.IsOn ? Overlapping(row, on) : [] })];
    }

    /// <returns>Null where there is none.</returns>
    public async Task<PolicyRow?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await ReadAsync(db, db.RetentionPolicies.Where(p => p.PublicId == id), cancellation)).SingleOrDefault();
    }

    public async Task<PolicyPlaces> PlacesAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return new(
            await db.Senders.OrderBy(s => s.Name).Select(s => new PolicyPlace(s.Id, s.PublicId, s.Name, s.Id)).ToListAsync(cancellation),
            await db.CollectionPoints.OrderBy(p => p.Name).Select(p => new PolicyPlace(p.Id, p.PublicId, p.Name, p.SenderId)).ToListAsync(cancellation));
    }

    public async Task<RetentionSettings> SettingsAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.RetentionSettings.AsNoTracking().SingleAsync(cancellation);
    }

    private async Task<IReadOnlyList<PolicyRow>> ReadAsync(DashboardDbContext db, IQueryable<RetentionPolicy> policies, CancellationToken cancellation)
    {
        var read = await policies.AsNoTracking().Select(p => new
        {
            Policy = p,
            Sender = db.Senders.Where(s => s.Id == p.SenderId).Select(s => s.Name).FirstOrDefault(),
            Point = db.CollectionPoints.Where(c => c.Id == p.CollectionPointId).Select(c => c.Name).FirstOrDefault(),
        }).ToListAsync(cancellation);
        return [.. read.Select(row => Row(row.Policy, new(row.Sender, row.Point)))];
    }

    private PolicyRow Row(RetentionPolicy policy, PolicyNames names) => new(
        policy.PublicId, sentences.Name(policy.Name), policy.IsOn, PolicyDefinition.Of(policy), names, policy.Cron, policy.TimeZone, policy.WarnPercent,
        policy.UpdatedAt, policy.UpdatedByName, policy.Version, policy.ArchivedAt is not null, policy.UpdatedBy == DefaultPolicies.Installer.Key)
    { StoredName = policy.Name };

    private static IReadOnlyList<(string Name, PolicyOverlap Kind)> Overlapping(PolicyRow row, List<PolicyRow> on) =>
        [.. on.Where(other => other.PublicId != row.PublicId)
            .Select(other => (other.Name, Kind: PolicyOverlaps.Between(row.Definition, other.Definition)))
            .Where(overlap => overlap.Kind is not null).Select(overlap => (overlap.Name, overlap.Kind!.Value))];
}

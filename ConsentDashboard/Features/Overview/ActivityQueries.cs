using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Overview;

/// <param name="Person">Null for those who may not browse.</param>
/// <param name="Masked">Null where the number is not kept, and for those who may not browse.</param>
/// <param name="Sender">Null: all senders.</param>
public sealed record ActivityRow(long EventId, DateTime At, ConsentEventType Type, PublicId? Person, string? Masked, string? Sender, Source Source, string? Point);

public sealed class ActivityQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault)
{
    public const int Shown = 12;

    /// <summary>The newest events of the ledger, newest first.</summary>
    public async Task<IReadOnlyList<ActivityRow>> LatestAsync(Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewOverview);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await (
            from e in Newest(db)
            join s in db.Subscribers on e.SubscriberId equals s.Id
            orderby e.Id descending
            select new
            {
                e.Id,
                e.RecordedAt,
                e.Type,
                e.Source,
                s.PublicId,
                s.Cipher,
                Sender = db.Senders.Where(x => x.Id == e.SenderId).Select(x => x.Name).FirstOrDefault(),
                Point = db.CollectionPoints.Where(p => p.Id == e.CollectionPointId).Select(p => p.Name).FirstOrDefault(),
            }).ToListAsync(cancellation);
        var mayBrowse = actor.Can(Permissions.BrowseSubscribers);
        return
        [
            .. rows.Select(row => new ActivityRow(
                row.Id, row.RecordedAt, row.Type,
                mayBrowse ? row.PublicId : null,
                mayBrowse && row.Cipher is { } cipher ? vault.Mask(cipher, row.PublicId) : null,
                row.Sender, row.Source, row.Point)),
        ];
    }

    // The range says to the planner what the limit already means: from the end of the key, and no further.
    internal static IQueryable<ConsentEvent> Newest(DashboardDbContext db) => db.ConsentEvents.Where(e => e.Id > 0).OrderByDescending(e => e.Id).Take(Shown);
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Holds.Orders;

public sealed record SegmentChoice(PublicId Id, string Name);

/// <summary>A segment as it is now.</summary>
/// <param name="Number">Of its version.</param>
public sealed record ChosenSegment(long Id, int Number, string Name, SegmentDefinition Definition);

/// <summary>The segments that a hold can be placed on: one's own, and what others share.</summary>
public sealed class SegmentChoices(IDbContextFactory<DashboardDbContext> contexts, SegmentCounts counts)
{
    private const int Most = 500;

    public async Task<IReadOnlyList<SegmentChoice>> ReadAsync(Actor actor, CancellationToken cancellation)
    {
        Demand(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Visible(db, actor).OrderBy(s => s.Name).ThenBy(s => s.Id).Take(Most).Select(s => new SegmentChoice(s.PublicId, s.Name)).ToListAsync(cancellation);
    }

    public async Task<Result<ChosenSegment>> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        Demand(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await Visible(db, actor).Where(s => s.PublicId == id)
            .Join(db.SegmentVersions, s => new { SegmentId = s.Id, Number = s.CurrentVersion }, v => new { v.SegmentId, v.Number }, (s, v) => new { s.Id, v.Number, s.Name, v.Definition })
            .FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return HoldRefusals.UnknownSegment;
        }

        var definition = SegmentDefinition.Parse(found.Definition);
        return definition.Failed ? HoldRefusals.SegmentUnreadable : new ChosenSegment(found.Id, found.Number, found.Name, definition.Value);
    }

    /// <summary>How many people it has now, in bounded time.</summary>
    public async Task<Result<SegmentCount>> CountAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        var found = await FindAsync(id, actor, cancellation);
        return found.Failed ? found.Error : await counts.CountAsync(found.Value.Definition, cancellation);
    }

    private static void Demand(Actor actor)
    {
        actor.Demand(Permissions.PlaceHold);
        actor.Demand(Permissions.ViewSegments);
    }

    private static IQueryable<Segment> Visible(DashboardDbContext db, Actor actor)
    {
        var me = actor.Key;
        return db.Segments.Where(s => s.ArchivedAt == null && (s.IsShared || s.OwnedBy == me));
    }
}

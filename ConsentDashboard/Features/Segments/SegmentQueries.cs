using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Segments;

/// <param name="Definition">Null where it cannot be read any more.</param>
public sealed record SegmentRow(PublicId PublicId, string Name, string Description, string Owner, bool IsMine, bool IsShared, int Number, DateTime UpdatedAt, SegmentDefinition? Definition);

/// <param name="Version">Tells whether somebody saved it meanwhile.</param>
public sealed record SegmentDetails(SegmentRow Segment, int Version, bool IsArchived, IReadOnlyList<SegmentVersionRow> Versions);

public sealed record SegmentVersionRow(int Number, DateTime At, string By, SegmentDefinition? Definition);

/// <summary>Reads segments: one's own, and what others share.</summary>
public sealed class SegmentQueries(IDbContextFactory<DashboardDbContext> contexts, SegmentCounts counts, SegmentPeople people)
{
    public const int Most = 200;
    private const int MostVersions = 50;

    public async Task<IReadOnlyList<SegmentRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewSegments);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await Stored(db, Visible(db, actor).Where(s => s.ArchivedAt == null).OrderByDescending(s => s.UpdatedAt).Take(Most)).ToListAsync(cancellation);
        return [.. rows.Select(row => Row(row, actor))];
    }

    /// <returns>Null where there is none, or it is another's and not shared.</returns>
    public async Task<SegmentDetails?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewSegments);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var row = await Stored(db, Visible(db, actor).Where(s => s.PublicId == id)).SingleOrDefaultAsync(cancellation);
        if (row is null)
        {
            return null;
        }

        var versions = await db.SegmentVersions.AsNoTracking().Where(v => v.SegmentId == row.Segment.Id).OrderByDescending(v => v.Number).Take(MostVersions).ToListAsync(cancellation);
        return new(Row(row, actor), row.Segment.Version, row.Segment.ArchivedAt is not null, [.. versions.Select(v => new SegmentVersionRow(v.Number, v.CreatedAt, v.CreatedByName, SegmentDefinition.Parse(v.Definition).Value))]);
    }

    public Task<SegmentCount> CountAsync(SegmentDefinition definition, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewSegments);
        return counts.CountAsync(definition, cancellation);
    }

    /// <param name="before">From <see cref="SegmentPage.Next"/>; null: the first page.</param>
    public Task<SegmentPage> PeopleAsync(SegmentDefinition definition, long? before, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewSegments);
        return people.ReadAsync(definition, before, cancellation);
    }

    private static IQueryable<Segment> Visible(DashboardDbContext db, Actor actor)
    {
        var me = actor.Key;
        return db.Segments.AsNoTracking().Where(s => s.IsShared || s.OwnedBy == me);
    }

    private static IQueryable<StoredSegment> Stored(DashboardDbContext db, IQueryable<Segment> segments) =>
        from segment in segments
        join version in db.SegmentVersions on new { SegmentId = segment.Id, Number = segment.CurrentVersion } equals new { version.SegmentId, version.Number }
        orderby segment.UpdatedAt descending
        select new StoredSegment(segment, version.Definition);

    private static SegmentRow Row(StoredSegment row, Actor actor) => new(
        row.Segment.PublicId, row.Segment.Name, row.Segment.Description, row.Segment.OwnerName, row.Segment.OwnedBy == actor.Key, row.Segment.IsShared,
        row.Segment.CurrentVersion, row.Segment.UpdatedAt, SegmentDefinition.Parse(row.Definition).Value);

    private sealed record StoredSegment(Segment Segment, string Definition);
}

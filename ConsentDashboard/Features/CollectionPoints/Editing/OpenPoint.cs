using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <summary>A point that is being changed, with everything that the rules look at.</summary>
public sealed class OpenPoint
{
    private readonly DashboardDbContext _db;
    private readonly List<CollectionPointField> _fields;
    private readonly List<FindingOverride> _overrides;

    private OpenPoint(DashboardDbContext db, CollectionPoint point, PointCatalogue catalogue, List<CollectionPointField> fields, List<FindingOverride> overrides) =>
        (_db, Point, Catalogue, _fields, _overrides) = (db, point, catalogue, fields, overrides);

    public CollectionPoint Point { get; }

    public PointCatalogue Catalogue { get; }

    public IReadOnlyList<FindingOverride> Overrides => _overrides;

    public IReadOnlyList<Finding> Lint() => PointLinter.Lint(Catalogue.FactsOf(Point, _fields));

    internal static async Task<OpenPoint?> LoadAsync(DashboardDbContext db, PublicId? id, CancellationToken cancellation)
    {
        var catalogue = await PointCatalogue.ReadAsync(db, cancellation);
        if (id is null)
        {
            var made = new CollectionPoint { PublicId = PublicId.Create(), Status = CollectionPointStatus.Draft };
            db.Add(made);
            return new(db, made, catalogue, [], []);
        }

        var point = await db.CollectionPoints.FirstOrDefaultAsync(p => p.PublicId == id, cancellation);
        return point is null ? null : new(
            db,
            point,
            catalogue,
            await db.CollectionPointFields.Where(field => field.CollectionPointId == point.Id).OrderBy(field => field.Id).ToListAsync(cancellation),
            await db.FindingOverrides.Where(row => row.CollectionPointId == point.Id).ToListAsync(cancellation));
    }

    public Task<bool> IsSlugTakenAsync(string slug) => _db.CollectionPoints.AnyAsync(p => p.Slug == slug && p.PublicId != Point.PublicId);

    /// <summary>Takes the step; refused from a state in which it cannot be taken, and activation while a finding stands in its way.</summary>
    public Result Take(PointStep step)
    {
        if (PointTransitions.After(Point.Status, step) is not { } after)
        {
            return PointErrors.CannotStep;
        }

        if (after == CollectionPointStatus.Active && PointLinter.Open(Lint(), _overrides).FirstOrDefault() is { } standing)
        {
            return PointErrors.Stands(standing);
        }

        Point.Status = after;
        return Result.Ok;
    }

    /// <summary>Makes the declared fields those of the draft; rows that keep their name keep their id.</summary>
    public void ReplaceFields(IEnumerable<PointDraftField> draft)
    {
        List<CollectionPointField> kept = [];
        foreach (var wanted in draft.Select(field => field.ToRow()))
        {
            var row = _fields.Find(field => string.Equals(field.Name, wanted.Name, StringComparison.OrdinalIgnoreCase));
            if (row is null)
            {
                kept.Add(Added(wanted));
                continue;
            }

            (row.Name, row.Purpose, row.Required) = (wanted.Name, wanted.Purpose, wanted.Required);
            kept.Add(row);
        }

        _db.RemoveRange(_fields.Except(kept));
        _fields.Clear();
        _fields.AddRange(kept);
    }

    public void Override(string rule, string reason, string by, DateTime at)
    {
        var row = _overrides.Find(old => old.Rule == rule) ?? _db.Add(new FindingOverride { CollectionPointId = Point.Id, Rule = rule }).Entity;
        (row.Reason, row.By, row.At) = (reason, by, at);
    }

    /// <summary>An override stands for what was seen when it was written: what is gone, and what came to it since, needs another.</summary>
    public void DropOverrides(IReadOnlyCollection<Finding> before, IReadOnlyCollection<Finding> now)
    {
        var stand = now.Where(finding => before.Any(finding.IsWithin)).Select(finding => finding.Rule.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var row in _overrides.Where(row => !stand.Contains(row.Rule)).ToList())
        {
            _db.Remove(row);
            _overrides.Remove(row);
        }
    }

    // A point that is new has only a temporary id until both are written.
    private CollectionPointField Added(CollectionPointField field)
    {
        var id = _db.Entry(Point).Property(point => point.Id);
        var owner = _db.Add(field).Property(row => row.CollectionPointId);
        (owner.CurrentValue, owner.IsTemporary) = (id.CurrentValue, id.IsTemporary);
        return field;
    }
}

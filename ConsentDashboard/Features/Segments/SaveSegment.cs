using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Segments;

/// <summary>Stores a segment. What it says becomes a version of its own where it differs from the last; no version is ever changed.</summary>
public sealed class SaveSegment(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    public const int MaxName = 100;
    public const int MaxDescription = 500;

    public sealed record Input
    {
        /// <summary>Null: a new one.</summary>
        public PublicId? Id { get; init; }

        public string Name { get; init; } = "";

        public string Description { get; init; } = "";

        public bool IsShared { get; init; }

        public SegmentDefinition Definition { get; init; } = SegmentDefinition.Everybody;

        /// <summary>As it was read.</summary>
        public int Version { get; init; }
    }

    /// <returns>The segment's public id.</returns>
    public async Task<Result<PublicId>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageSegments);
        var name = input.Name.Trim();
        if (name.Length is 0 or > MaxName)
        {
            return SegmentErrors.NameMissing;
        }

        if (SegmentRules.Refusal(input.Definition) is { } wrong)
        {
            return wrong;
        }

        var found = await FindAsync(input, actor, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        var (before, definition, now) = (found.Value, input.Definition.ToJson(), clock.UtcMilliseconds());
        var number = before.Definition == definition ? before.Segment.CurrentVersion : before.Segment.CurrentVersion + 1;
        var after = new Segment
        {
            PublicId = before.Segment.PublicId,
            OwnedBy = before.Segment.OwnedBy,
            OwnerName = before.Segment.OwnerName,
            CreatedAt = before.Segment.CreatedAt,
            Name = name,
            Description = Cut(input.Description.Trim()),
            IsShared = input.IsShared,
            UpdatedAt = now,
            CurrentVersion = number,
            Version = before.Segment.Version + 1,
        };
        var saved = await ledger.ChangeAsync(
            new(actor, AuditAction.SegmentSaved, Subject: $"{after.PublicId}", Details: $$"""{"version":{{number}},"shared":{{(input.IsShared ? "true" : "false")}}}"""),
            async db =>
            {
                after.Id = before.Segment.Id;
                if (!await WriteAsync(db, after))
                {
                    return false;
                }

                if (before.Definition != definition)
                {
                    db.Add(new SegmentVersion { SegmentId = after.Id, Number = number, Definition = definition, CreatedAt = now, CreatedBy = actor.Key, CreatedByName = actor.Name });
                    await db.SaveChangesAsync();
                }

                return true;
            });
        return saved.Failed ? saved.Error : saved.Value ? after.PublicId : SegmentErrors.Stale;
    }

    private async Task<Result<Before>> FindAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        if (input.Id is not { } id)
        {
            return new Before(new() { PublicId = PublicId.Create(), OwnedBy = actor.Key, OwnerName = actor.Name, CreatedAt = clock.UtcMilliseconds() }, null);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var segment = await db.Segments.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == id, cancellation);
        if (Refusal(segment, input, actor) is { } refusal)
        {
            return refusal;
        }

        return new Before(segment!, await db.SegmentVersions.Where(v => v.SegmentId == segment!.Id && v.Number == segment.CurrentVersion).Select(v => v.Definition).FirstOrDefaultAsync(cancellation));
    }

    private static Error? Refusal(Segment? segment, Input input, Actor actor) => segment switch
    {
        null => SegmentErrors.NotFound,
        { ArchivedAt: not null } => SegmentErrors.NotFound,
        _ when segment.OwnedBy != actor.Key => segment.IsShared ? SegmentErrors.NotYours : SegmentErrors.NotFound,
        _ when input.Id is not null && segment.Version != input.Version => SegmentErrors.Stale,
        _ => null,
    };

    // A new one is added; of two who change it at once, the second finds another version than she read.
    private static async Task<bool> WriteAsync(DashboardDbContext db, Segment segment)
    {
        if (segment.Id == 0)
        {
            db.Add(segment);
            return await db.SaveChangesAsync() > 0;
        }

        return await db.Segments.Where(s => s.Id == segment.Id && s.Version == segment.Version - 1).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.Name, segment.Name)
            .SetProperty(s => s.Description, segment.Description)
            .SetProperty(s => s.IsShared, segment.IsShared)
            .SetProperty(s => s.UpdatedAt, segment.UpdatedAt)
            .SetProperty(s => s.CurrentVersion, segment.CurrentVersion)
            .SetProperty(s => s.Version, segment.Version)) == 1;
    }

    private static string Cut(string text) => text.Length > MaxDescription ? text[..MaxDescription] : text;

    /// <param name="Definition">Null: a new segment.</param>
    private sealed record Before(Segment Segment, string? Definition);
}

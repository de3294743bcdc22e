using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Segments;

/// <summary>Stores a segment. What it says becomes a version of its own where it differs from the last; no version is ever changed.</summary>
public sealed class SaveSegment(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
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

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        Segment? segment;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            var now = clock.UtcMilliseconds();
            segment = input.Id is { } id ? await db.Segments.FirstOrDefaultAsync(s => s.PublicId == id, CancellationToken.None) : New(db, actor, now);
            if (Refusal(segment, input, actor) is { } refusal)
            {
                return refusal;
            }

            (segment!.Name, segment.Description, segment.IsShared, segment.UpdatedAt) = (name, Cut(input.Description.Trim()), input.IsShared, now);
            segment.Version++;
            try
            {
                await db.Database.CreateExecutionStrategy().ExecuteAsync(() => WriteAsync(db, segment, input.Definition.ToJson(), actor, now));
            }
            catch (DbUpdateConcurrencyException)
            {
                return SegmentErrors.Stale;
            }
        }

        await audit.RecordAsync(new(actor, AuditAction.SegmentSaved, Subject: $"{segment.PublicId}", Details: $$"""{"version":{{segment.CurrentVersion}},"shared":{{(segment.IsShared ? "true" : "false")}}}"""), CancellationToken.None);
        return segment.PublicId;
    }

    private static Error? Refusal(Segment? segment, Input input, Actor actor) => segment switch
    {
        null => SegmentErrors.NotFound,
        { ArchivedAt: not null } => SegmentErrors.NotFound,
        _ when segment.OwnedBy != actor.Key => segment.IsShared ? SegmentErrors.NotYours : SegmentErrors.NotFound,
        _ when input.Id is not null && segment.Version != input.Version => SegmentErrors.Stale,
        _ => null,
    };

    private static async Task WriteAsync(DashboardDbContext db, Segment segment, string definition, Actor actor, DateTime now)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        var last = await db.SegmentVersions.AsNoTracking().Where(v => v.SegmentId == segment.Id && v.Number == segment.CurrentVersion).Select(v => v.Definition).FirstOrDefaultAsync(CancellationToken.None);
        segment.CurrentVersion = last == definition ? segment.CurrentVersion : segment.CurrentVersion + 1;
        await db.SaveChangesAsync(acceptAllChangesOnSuccess: true, CancellationToken.None);
        if (last != definition)
        {
            db.Add(new SegmentVersion { SegmentId = segment.Id, Number = segment.CurrentVersion, Definition = definition, CreatedAt = now, CreatedBy = actor.Key, CreatedByName = actor.Name });
            await db.SaveChangesAsync(CancellationToken.None);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    private static Segment New(DashboardDbContext db, Actor actor, DateTime now)
    {
        var segment = new Segment { PublicId = PublicId.Create(), OwnedBy = actor.Key, OwnerName = actor.Name, CreatedAt = now };
        db.Add(segment);
        return segment;
    }

    private static string Cut(string text) => text.Length > MaxDescription ? text[..MaxDescription] : text;
}

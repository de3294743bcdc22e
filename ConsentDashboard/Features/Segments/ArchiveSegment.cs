using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Segments;

/// <summary>Takes a segment off the list. Exports that were made by it still say what it said.</summary>
public sealed class ArchiveSegment(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
{
    public sealed record Input(PublicId Id);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageSegments);
        int archived;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            var (now, me) = (clock.UtcMilliseconds(), actor.Key);
            archived = await db.Segments.Where(s => s.PublicId == input.Id && s.OwnedBy == me && s.ArchivedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ArchivedAt, now).SetProperty(s => s.Version, s => s.Version + 1));
        }

        if (archived == 0)
        {
            return await db.Segments.AnyAsync(s => s.PublicId == input.Id && s.IsShared && s.ArchivedAt == null, cancellation) ? SegmentErrors.NotYours : SegmentErrors.NotFound;
        }

        await audit.RecordAsync(new(actor, AuditAction.SegmentArchived, Subject: $"{input.Id}"), CancellationToken.None);
        return Result.Ok;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Segments;

/// <summary>Takes a segment off the list. Exports that were made by it still say what it said.</summary>
public sealed class ArchiveSegment(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    public sealed record Input(PublicId Id);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageSegments);
        cancellation.ThrowIfCancellationRequested();
        var (now, me) = (clock.UtcMilliseconds(), actor.Key);
        var archived = await ledger.ChangeAsync(
            new(actor, AuditAction.SegmentArchived, Subject: $"{input.Id}"),
            async own => await own.Segments.Where(s => s.PublicId == input.Id && s.OwnedBy == me && s.ArchivedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ArchivedAt, now).SetProperty(s => s.Version, s => s.Version + 1)) == 1);
        if (archived.Failed || archived.Value)
        {
            return new(archived.Error);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Segments.AnyAsync(s => s.PublicId == input.Id && s.IsShared && s.ArchivedAt == null, cancellation) ? SegmentErrors.NotYours : SegmentErrors.NotFound;
    }
}

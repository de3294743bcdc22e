using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <param name="Version">The point's new one.</param>
public sealed record PointMark(PublicId Point, int Version);

/// <summary>One change of one point: behind the gate, against the version that was seen.</summary>
public sealed class PointWriting(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate)
{
    /// <param name="id">Null for a point that is made now.</param>
    /// <param name="version">The version that whoever changes it has seen.</param>
    /// <param name="change">May refuse; then nothing is written.</param>
    /// <param name="cancellation">Ends the wait and the checks; writing runs to its end.</param>
    public async Task<Result<PointMark>> ChangeAsync(PublicId? id, int version, Func<OpenPoint, Task<Result>> change, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = await OpenPoint.LoadAsync(db, id, cancellation);
        if (open is null)
        {
            return PointErrors.NotFound;
        }

        if (id is not null && open.Point.Version != version)
        {
            return PointErrors.Stale;
        }

        var changed = await change(open);
        if (changed.Failed)
        {
            return changed.Error;
        }

        open.Point.Version++;
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            return PointErrors.Stale;
        }
        catch (DbUpdateException) when (open.Point.Id == 0 || db.Entry(open.Point).Property(point => point.Slug).IsModified)
        {
            // Another process took the address between our look and our write.
            if (await open.IsSlugTakenAsync(open.Point.Slug))
            {
                return PointErrors.SlugTaken;
            }

            throw;
        }

        return new PointMark(open.Point.PublicId, open.Point.Version);
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.OptOut.Bursts;

/// <summary>Forgets where withdrawals came from once they can no longer be annulled.</summary>
public sealed class OriginExpiry(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    internal const int Slice = 500;

    /// <returns>How many withdrawals lost their origin.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellation = default)
    {
        var (over, removed, last) = (clock.UtcMilliseconds().AddDays(-ConsentTransitions.AnnulmentDays), 0, Slice);
        while (last == Slice)
        {
            removed += last = await RemoveAsync(over, cancellation);
        }

        await ClearBurstsAsync(over, cancellation);
        return removed;
    }

    private async Task<int> RemoveAsync(DateTime over, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var ids = await db.WithdrawalOrigins.Where(o => o.At < over).OrderBy(o => o.At).Take(Slice).Select(o => o.EventId).ToListAsync(cancellation);
        if (ids.Count > 0)
        {
            using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
            await db.WithdrawalOrigins.Where(o => ids.Contains(o.EventId)).ExecuteDeleteAsync(cancellation);
        }

        return ids.Count;
    }

    private async Task ClearBurstsAsync(DateTime over, CancellationToken cancellation)
    {
        var nothing = new byte[32];
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        IQueryable<WithdrawalBurst> due = db.WithdrawalBursts.Where(b => b.ClosedAt != null && b.ClosedAt < over && b.Origin != nothing);
        if (await due.AnyAsync(cancellation))
        {
            using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
            await due.ExecuteUpdateAsync(set => set.SetProperty(b => b.Origin, nothing).SetProperty(b => b.Version, b => b.Version + 1), cancellation);
        }
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Holds;

/// <summary>
/// Takes the flag off those whose last hold is over, so that lists no longer say it. Nothing is decided by the flag: a hold
/// that is over forbids nothing from that moment on.
/// </summary>
public sealed class HoldExpiry(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    internal const int Slice = 500;

    /// <returns>How many are not held any more.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellation = default)
    {
        var (now, after, ended) = (clock.UtcMilliseconds(), new Place(Times.NotYet, 0), 0);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var held = await Held(db, now, after).ToListAsync(cancellation);
            var over = held.Where(row => row.IsOver).Select(row => row.Id).ToList();
            if (over.Count > 0)
            {
                ended += await EndAsync(db, over, now, cancellation);
            }

            if (held.Count < Slice)
            {
                return ended;
            }

            after = new(held[^1].At, held[^1].Id);
        }
    }

    internal static IQueryable<HeldRow> Held(DashboardDbContext db, DateTime now, Place after) => db.Subscribers
        .Where(s => s.IsHeld && s.LastActivityAt >= after.At && (s.LastActivityAt > after.At || s.Id > after.Id))
        .OrderBy(s => s.LastActivityAt).ThenBy(s => s.Id)
        .Take(Slice)
        .Select(s => new HeldRow(s.Id, s.LastActivityAt, !db.Holds.Any(h => h.SubscriberId == s.Id && h.To > now)));

    private async Task<int> EndAsync(DashboardDbContext db, List<long> ids, DateTime now, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);

            // So that nobody is put on hold between what is looked at here and the commit.
            await LedgerHeads.TakeAsync(db);
            var ended = await db.Subscribers
                .Where(s => ids.Contains(s.Id) && s.IsHeld && !db.Holds.Any(h => h.SubscriberId == s.Id && h.To > now))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.IsHeld, false), CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            return ended;
        });
    }

    internal sealed record Place(DateTime At, long Id);

    /// <param name="IsOver">No hold of hers is left.</param>
    internal sealed record HeldRow(long Id, DateTime At, bool IsOver);
}

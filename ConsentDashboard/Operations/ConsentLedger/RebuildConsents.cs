using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>How many subscribers were gone through, and how many had a projection that differed.</summary>
public sealed record RebuiltConsents(long Subscribers, long Mended);

/// <summary>Rebuilds the projection from the ledger, slice by slice while others write; touches only what differs.</summary>
public sealed class RebuildConsents(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit)
{
    private const int Slice = 200;

    public async Task<RebuiltConsents> ExecuteAsync(Actor actor, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.VerifyLedger);
        long after = 0, seen = 0, mended = 0;
        while (true)
        {
            var (last, count, differed) = await RebuildSliceAsync(after, cancellation);
            if (count == 0)
            {
                break;
            }

            (after, seen, mended) = (last, seen + count, mended + differed);
            progress?.Report(seen);
        }

        await audit.RecordAsync(new(actor, AuditAction.ConsentRebuilt, Details: $$"""{"subscribers":{{seen}},"mended":{{mended}}}"""), cancellation);
        return new(seen, mended);
    }

    private async Task<(long Last, int Count, int Mended)> RebuildSliceAsync(long after, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var outer = await contexts.CreateDbContextAsync(cancellation);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);

            // So that no process appends to these chains before the slice is committed.
            await LedgerHeads.TakeAsync(db, cancellation);
            var page = await db.Subscribers.Where(s => s.Id > after).OrderBy(s => s.Id).Take(Slice).ToListAsync(cancellation);
            if (page.Count == 0)
            {
                return (after, 0, 0);
            }

            var (first, last) = (page[0].Id, page[^1].Id);
            var events = (await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId >= first && e.SubscriberId <= last).OrderBy(e => e.SubscriberId).ThenBy(e => e.Seq).ToListAsync(cancellation)).ToLookup(e => e.SubscriberId);
            var stored = (await db.Consents.AsNoTracking().Where(c => c.SubscriberId >= first && c.SubscriberId <= last).ToListAsync(cancellation)).ToLookup(c => c.SubscriberId);
            List<byte[]> numbers = [.. page.Select(s => s.BlindIndex).OfType<byte[]>()];
            var suppressed = (await db.Suppressions.Where(x => numbers.Contains(x.BlindIndex) && x.EndedAt == Times.Never).Select(x => x.BlindIndex).ToListAsync(cancellation)).ToHashSet(BlindIndexes.Comparer);
            var mended = 0;
            foreach (var subscriber in page)
            {
                mended += await MendAsync(db, subscriber, [.. events[subscriber.Id]], [.. stored[subscriber.Id]], subscriber.BlindIndex is { } index && suppressed.Contains(index), cancellation) ? 1 : 0;
            }

            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return (last, page.Count, mended);
        });
    }

    private static async Task<bool> MendAsync(DashboardDbContext db, Subscriber subscriber, IReadOnlyList<ConsentEvent> chain, List<Consent> stored, bool isSuppressed, CancellationToken cancellation)
    {
        var fold = new ConsentFold(subscriber.Id);
        foreach (var act in chain)
        {
            fold.Apply(act);
        }

        var standing = Standings.Of(subscriber, fold.Cells, isSuppressed);
        var differs = !Projection.Same(fold.Cells, stored);
        if (differs)
        {
            await db.Consents.Where(c => c.SubscriberId == subscriber.Id).ExecuteDeleteAsync(cancellation);
            db.Consents.AddRange(fold.Cells);
        }

        if (subscriber.Standing != standing)
        {
            (subscriber.Standing, differs) = (standing, true);
        }

        return differs;
    }
}

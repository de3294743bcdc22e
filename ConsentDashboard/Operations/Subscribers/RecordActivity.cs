using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Subscribers;

/// <summary>Something that a person did with her phone.</summary>
/// <param name="At">When, UTC.</param>
public readonly record struct NumberActivity(E164Number Number, DateTime At);

/// <summary>
/// Remembers when a person last did something of her own that is no act of consent: a reply, a click, a call. It keeps her
/// number from being cleaned as inactive, and is no event: what she did, and how often, is not kept.
/// </summary>
public sealed class RecordActivity(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, NumberVault vault, TimeProvider clock)
{
    /// <summary>This many numbers are written in one transaction: withdrawals do not wait longer than for that.</summary>
    public const int Slice = 250;

    /// <summary>By whoever knows her already. Of somebody erased nothing is remembered.</summary>
    public async Task OfPersonAsync(long subscriber, DateTime at)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        await AloneAsync(db, subscriber, Earlier(at, clock.UtcMilliseconds()));
    }

    /// <summary>By number; who is not known here does not become known by it.</summary>
    /// <param name="activities">At most <see cref="Slice"/>; a time ahead of the clock counts as now.</param>
    /// <param name="cancellation">Gives up before it begins to write.</param>
    /// <returns>How many of the numbers, each counted once, are known here.</returns>
    public async Task<Result<int>> OfNumbersAsync(IReadOnlyCollection<NumberActivity> activities, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(activities.Count, Slice);
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(() => WriteAsync(db, activities));
    }

    /// <summary>In a transaction of its own, for whoever has the write gate's turn already.</summary>
    public static Task AloneAsync(DashboardDbContext db, long subscriber, DateTime at) => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await LedgerHeads.TakeAsync(db);
        await TouchAsync(db, subscriber, at);
        await transaction.CommitAsync();
    });

    /// <summary>Within a transaction that has written the ledger's head.</summary>
    public static Task TouchAsync(DashboardDbContext db, long subscriber, DateTime at) =>
        db.Subscribers.Where(s => s.Id == subscriber && s.Cipher != null && s.LastActivityAt < at).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastActivityAt, at));

    internal static IQueryable<KnownNumber> Known(DashboardDbContext db, byte[][] indexes) =>
        db.Subscribers.Where(s => indexes.Contains(s.BlindIndex)).Select(s => new KnownNumber(s.Id, s.BlindIndex!));

    private async Task<Result<int>> WriteAsync(DashboardDbContext db, IReadOnlyCollection<NumberActivity> activities)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();

        await LedgerHeads.TakeAsync(db);
        var head = await db.LedgerHead.AsNoTracking().SingleAsync();
        if (head.Mode == LedgerMode.Maintenance)
        {
            return LedgerErrors.Maintenance;
        }

        var now = clock.UtcMilliseconds();
        var latest = activities.GroupBy(one => one.Number.Value, StringComparer.Ordinal)
            .ToDictionary(same => Convert.ToHexString(vault.BlindIndex(same.Key, head.IndexGeneration)), same => Earlier(same.Max(one => one.At), now), StringComparer.Ordinal);
        var known = 0;
        foreach (var some in latest.Keys.Chunk(Slice / 2))
        {
            foreach (var person in await Known(db, [.. some.Select(Convert.FromHexString)]).ToListAsync())
            {
                await TouchAsync(db, person.Id, latest[Convert.ToHexString(person.BlindIndex)]);
                known++;
            }
        }

        await transaction.CommitAsync();
        return known;
    }

    // Of a clock that runs ahead elsewhere: nobody stays a day longer because of it.
    private static DateTime Earlier(DateTime at, DateTime now) => at < now ? at : now;

    internal sealed record KnownNumber(long Id, byte[] BlindIndex);
}

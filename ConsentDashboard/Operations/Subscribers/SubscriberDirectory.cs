using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Subscribers;

/// <summary>Finds one subscriber, by what an address carries or by the number itself.</summary>
public sealed class SubscriberDirectory(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault)
{
    private static readonly Func<DashboardDbContext, PublicId, CancellationToken, Task<Subscriber?>> ByPublicId =
        EF.CompileAsyncQuery((DashboardDbContext db, PublicId id, CancellationToken _) =>
            db.Subscribers.AsNoTracking().FirstOrDefault(s => s.PublicId == id));

    private static readonly Func<DashboardDbContext, byte[], CancellationToken, Task<Subscriber?>> ByBlindIndex =
        EF.CompileAsyncQuery((DashboardDbContext db, byte[] index, CancellationToken _) =>
            db.Subscribers.AsNoTracking().FirstOrDefault(s => s.BlindIndex == index));

    private static readonly Func<DashboardDbContext, CancellationToken, Task<int>> Generation =
        EF.CompileAsyncQuery((DashboardDbContext db, CancellationToken _) => db.LedgerHead.Select(h => h.IndexGeneration).Single());

    /// <returns>Null where there is none; whoever asks shows the not-found page.</returns>
    public async Task<Subscriber?> FindAsync(PublicId id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await ByPublicId(db, id, cancellation);
    }

    /// <returns>Null where the number is not kept here: never was, or is erased.</returns>
    public async Task<Subscriber?> FindByNumberAsync(E164Number number, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        return await ByBlindIndex(db, await BlindIndexAsync(db, number, cancellation), cancellation);
    }

    /// <summary>The keyed hash of a number under the index keys now in force; suppressions of erased numbers are found by it too.</summary>
    public async Task<byte[]> BlindIndexAsync(DashboardDbContext db, E164Number number, CancellationToken cancellation = default) =>
        vault.BlindIndex(number.Value, await Generation(db, cancellation));
}

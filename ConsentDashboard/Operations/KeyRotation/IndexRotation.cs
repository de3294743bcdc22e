using ConsentDashboard.Data;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;
using Rotation = ConsentDashboard.Domain.Protection.KeyRotation;

namespace ConsentDashboard.Operations.KeyRotation;

/// <summary>
/// Wraps every stored keyed hash with one more Index key, in maintenance mode: between the first row and the last there
/// are two forms, and no door could find a number. The mark moves in the transaction of each slice, so a kill at any
/// moment leaves every row wrapped once or not at all, and a second run goes on from there.
/// </summary>
internal sealed class IndexRotation(
    IDbContextFactory<DashboardDbContext> contexts,
    RotationSlices slices,
    IndexTables tables,
    KeyStore keys,
    NumberVault vault,
    AnchorJournal journal,
    JournalCatchUp catchUp)
{
    private const string Journal = "Journal";

    /// <summary>The doors are open again; what is left is the audit entry.</summary>
    private const string Opened = "Opened";

    private const double LeaveAFifthToOthers = 0.25;

    public long Wrapped { get; private set; }

    /// <summary>Suppressions whose seal did not fit before; they keep the broken one, so that verification still finds them.</summary>
    public IReadOnlyCollection<long> BrokenSeals => tables.BrokenSeals;

    public async Task RunAsync(Rotation rotation, IProgress<RotationProgress>? progress, CancellationToken cancellation)
    {
        if (rotation.Table == Opened)
        {
            return;
        }

        var number = await KeyNumberAsync(rotation, cancellation);
        if (rotation.Table == RotationLog.Planned)
        {
            // A journal that cannot be rewrapped is found here, while the doors are still open.
            _ = journal.Read().Count();
            await slices.WriteAsync(rotation, tables.First, RotationLog.Start, db => CloseAsync(db, number, cancellation), 0, cancellation);
        }

        if (rotation.Table == tables.First && rotation.Position == RotationLog.Start)
        {
            // What a killed process committed and did not anchor goes into the journal before it is rewrapped.
            await catchUp.WriteMissingAsync(cancellation);
        }

        while (rotation.Table != Journal)
        {
            await WrapSliceAsync(rotation, number, cancellation);
            progress?.Report(new(KeyPurpose.Index, rotation.Table, Wrapped));
        }

        journal.Rewrap(number, vault.WrapOnce);
        await slices.WriteAsync(rotation, Opened, 0, db => OpenAsync(db, number, cancellation), 0, cancellation);
    }

    private async Task WrapSliceAsync(Rotation rotation, int number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var slice = await tables.ReadAsync(db, rotation.Table, rotation.Position, slices.Rows, hash => vault.WrapOnce(hash, number), cancellation);
        if (slice is null)
        {
            var next = await tables.AfterAsync(db, rotation.Table, cancellation) ?? Journal;
            await slices.WriteAsync(rotation, next, RotationLog.Start, _ => Task.CompletedTask, 0, cancellation);
            return;
        }

        await slices.WriteAsync(rotation, rotation.Table, slice.Last, target => tables.WriteAsync(target, slice, cancellation), LeaveAFifthToOthers, cancellation);
        Wrapped += slice.Rows.Count;
    }

    private async Task<int> KeyNumberAsync(Rotation rotation, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var number = await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(cancellation) + 1;
        var ring = keys.Current.Index;
        return ring.Count >= number && ring[number - 1].Id == rotation.TargetKeyId
            ? number
            : throw new KeyException($"The rotation under way needs Index key {rotation.TargetKeyId} as the key number {number}; the key ring does not have it there. Restore the keys from your backup.");
    }

    private static async Task CloseAsync(DashboardDbContext db, int number, CancellationToken cancellation)
    {
        // Its file holds the hashes as they are.
        if (await db.ImportBatches.AnyAsync(b => b.Status == JobStatus.Running, cancellation))
        {
            throw new KeyException("An import is running, and goes by the index as it is. Let it finish or cancel it, then run the rotation again.");
        }

        var closed = await db.LedgerHead
            .Where(h => h.Mode == LedgerMode.Open && h.IndexGeneration == number - 1)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), cancellation);
        if (closed != 1)
        {
            throw new KeyException("The database is in maintenance for another reason; the index cannot be wrapped now.");
        }
    }

    private static async Task OpenAsync(DashboardDbContext db, int number, CancellationToken cancellation)
    {
        var opened = await db.LedgerHead
            .Where(h => h.Mode == LedgerMode.Maintenance && h.IndexGeneration == number - 1)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Open).SetProperty(h => h.IndexGeneration, number), cancellation);
        if (opened != 1)
        {
            throw new KeyException("The ledger's head row was changed while the index was being wrapped. Restore the database from your backup.");
        }
    }
}

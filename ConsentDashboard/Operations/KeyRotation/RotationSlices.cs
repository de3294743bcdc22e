using System.Diagnostics;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.EntityFrameworkCore;
using Rotation = ConsentDashboard.Domain.Protection.KeyRotation;

namespace ConsentDashboard.Operations.KeyRotation;

/// <summary>Writes a rotation's slices, each with its mark in one transaction, and finds out how many rows fit into one.</summary>
internal sealed class RotationSlices(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, RotationLog log, KeyRotationOptions options)
{
    private const int MinRows = 10;

    /// <summary>How many rows the next slice should have.</summary>
    public int Rows { get; private set; } = Math.Min(100, options.MaxRows);

    /// <param name="rest">How long to leave the lock to others afterwards, as a share of the time it was held.</param>
    public async Task WriteAsync(Rotation rotation, string table, long position, Func<DashboardDbContext, Task> write, double rest, CancellationToken cancellation)
    {
        var held = TimeSpan.Zero;
        using (await gate.EnterAsync(WritePriority.Bulk, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await db.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
                async _ =>
                {
                    // The ledger reads subscribers after taking the head and writes them back whole; on SQL Server only
                    // this row keeps it from writing back what this slice has just replaced.
                    await LedgerHeads.TakeAsync(db, cancellation);
                    var began = Stopwatch.GetTimestamp();
                    await write(db);
                    await RotationLog.MoveAsync(db, rotation, table, position, cancellation);
                    held = Stopwatch.GetElapsedTime(began);
                },
                async _ => await log.StandsAtAsync(db, rotation, table, position, cancellation),
                cancellation);
        }

        (rotation.Table, rotation.Position) = (table, position);
        Fit(held);
        await Task.Delay(held * rest, cancellation);
    }

    // Half of the way to what the last slice suggests, so that one slow write does not make dwarfs of the next.
    private void Fit(TimeSpan held)
    {
        var fitting = Rows * options.SliceMilliseconds / Math.Max(held.TotalMilliseconds, 0.5);
        Rows = (int)Math.Clamp((Rows + fitting) / 2, Math.Min(MinRows, options.MaxRows), options.MaxRows);
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;
using Rotation = ConsentDashboard.Domain.Protection.KeyRotation;

namespace ConsentDashboard.Operations.KeyRotation;

/// <summary>What is known of rotations: which are planned or under way, and how far each has come.</summary>
internal sealed class RotationLog(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    /// <summary>Before the first table.</summary>
    public const string Planned = "";

    public const long Start = long.MinValue;

    public async Task<Rotation?> UnfinishedAsync(KeyPurpose purpose, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.KeyRotations.AsNoTracking().OrderBy(r => r.Id).FirstOrDefaultAsync(r => r.Purpose == purpose && r.FinishedAt == null, cancellation);
    }

    /// <summary>The key to which the purpose was last rotated, or that it began with.</summary>
    public async Task<int> LastTargetAsync(KeyPurpose purpose, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.KeyRotations.Where(r => r.Purpose == purpose).MaxAsync(r => (int?)r.TargetKeyId, cancellation)
            ?? await db.KeyChecks.Where(k => k.Purpose == purpose).MinAsync(k => k.KeyId, cancellation);
    }

    /// <summary>Registers the key and the intent in one transaction: from here on a start without that key is refused.</summary>
    public async Task<Rotation> PlanAsync(ProtectionKey key, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        if (!await db.KeyChecks.AnyAsync(k => k.Purpose == key.Purpose && k.KeyId == key.Id, cancellation))
        {
            db.KeyChecks.Add(new() { Purpose = key.Purpose, KeyId = key.Id, CheckValue = key.CheckValue(), CreatedAt = now });
        }

        var rotation = new Rotation { Purpose = key.Purpose, TargetKeyId = key.Id, Table = Planned, Position = Start, StartedAt = now };
        db.KeyRotations.Add(rotation);
        await db.SaveChangesAsync(cancellation);
        return rotation;
    }

    /// <summary>
    /// Moves the mark inside the caller's transaction, on condition that it stands where this process left it: a row
    /// wrapped twice would never be found again.
    /// </summary>
    /// <exception cref="KeyException">Another process has moved it.</exception>
    public static async Task MoveAsync(DashboardDbContext db, Rotation rotation, string table, long position, CancellationToken cancellation)
    {
        var moved = await db.KeyRotations
            .Where(r => r.Id == rotation.Id && r.Table == rotation.Table && r.Position == rotation.Position && r.FinishedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Table, table).SetProperty(r => r.Position, position), cancellation);
        if (moved != 1)
        {
            throw new KeyException("Another process works on the same rotation. Let it finish; nothing was done twice.");
        }
    }

    public async Task<bool> StandsAtAsync(DashboardDbContext db, Rotation rotation, string table, long position, CancellationToken cancellation) =>
        await db.KeyRotations.AsNoTracking().AnyAsync(r => r.Id == rotation.Id && r.Table == table && r.Position == position, cancellation);

    public async Task FinishAsync(Rotation rotation, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        await db.KeyRotations.Where(r => r.Id == rotation.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.FinishedAt, now), cancellation);
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Sends;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary>
/// A list counts once, by its bytes. It is marked before its first row is counted, so that two uploads at once count it
/// once; the mark of a process that died gives way after a while, and then it counts again: too many told is better for her
/// than too few.
/// </summary>
public sealed class CountedFiles(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <returns>Why the list is not counted; null: it may be.</returns>
    internal async Task<Error?> BeginAsync(long sender, byte[] checksum, string actor)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        var now = clock.UtcMilliseconds();
        if (await Of(db, sender, checksum).AsNoTracking().FirstOrDefaultAsync() is { } known)
        {
            return known.Rows > 0 ? FileErrors.CountedBefore
                : known.RecordedAt < now - Longest && await TakeOverAsync(db, known, now, actor) ? null
                : FileErrors.BeingCounted;
        }

        db.Add(new SendFile { SenderId = sender, Checksum = checksum, RecordedAt = now, RecordedBy = actor });
        try
        {
            await db.SaveChangesAsync();
            return null;
        }
        catch (DbUpdateException)
        {
            // Another process was quicker with the same list.
            db.ChangeTracker.Clear();
            if (!await Of(db, sender, checksum).AnyAsync())
            {
                throw;
            }

            return FileErrors.BeingCounted;
        }
    }

    /// <param name="rows">How many were counted; with none, or where it was not read to its end, the list may be sent again.</param>
    internal async Task EndAsync(long sender, byte[] checksum, long rows)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        _ = rows > 0
            ? await Of(db, sender, checksum).ExecuteUpdateAsync(set => set.SetProperty(f => f.Rows, rows))
            : await Of(db, sender, checksum).Where(f => f.Rows == 0).ExecuteDeleteAsync();
    }

    private static async Task<bool> TakeOverAsync(DashboardDbContext db, SendFile known, DateTime now, string actor) =>
        await db.SendFiles.Where(f => f.Id == known.Id && f.Rows == 0 && f.RecordedAt == known.RecordedAt)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.RecordedAt, now).SetProperty(f => f.RecordedBy, actor)) == 1;

    private static IQueryable<SendFile> Of(DashboardDbContext db, long sender, byte[] checksum) => db.SendFiles.Where(f => f.SenderId == sender && f.Checksum == checksum);
}

using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// Empties SQLite's log after an erasure: the pages that held the data are overwritten in the database file only once the
/// log is moved, and the log itself repeats them until it is cut off. SQL Server keeps its log by its own recovery model
/// and log backups, which no client can shorten; there is nothing to do here.
/// </summary>
public sealed class ScrubDatabase(DashboardContexts contexts)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <param name="attempts">How often it is tried while others read or write, 20 ms apart.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False: somebody still reads the pages from before. Nothing is lost, and it may be tried again.</returns>
    public async Task<bool> ExecuteAsync(int attempts = 250, CancellationToken cancellation = default)
    {
        if (contexts.SqliteFile is null)
        {
            return true;
        }

        for (var attempt = 1; ; attempt++)
        {
            if (await TruncateAsync(cancellation))
            {
                return true;
            }

            if (attempt >= attempts)
            {
                return false;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    // Waiting inside SQLite would keep the writer out: so it waits for nobody, and is asked again.
    private async Task<bool> TruncateAsync(CancellationToken cancellation)
    {
        await using var db = contexts.CreateDbContext();
        await db.Database.OpenConnectionAsync(cancellation);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=0";
        await command.ExecuteNonQueryAsync(cancellation);
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && reader.GetInt32(0) == 0;
    }
}

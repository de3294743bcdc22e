using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ConsentDashboard.Data;

/// <summary>
/// FULL, because an acknowledged withdrawal must survive a power cut; secure_delete, so that erased personal data leaves
/// the pages; mmap, which halves the time of a read (cache_size alone does nothing); no cache_spill, because a page of an
/// index in random order is then written once a transaction, and not each time that it is touched: a third of the
/// processor's time in bulk work. What a transaction has changed stays in memory until its end. The writer moves the log
/// itself only at 8,000 pages (32 MB): <see cref="SqliteCheckpoints"/> has then moved nearly all of it.
/// </summary>
internal sealed class SqlitePragmas(int busyTimeout, long mmapSize) : DbConnectionInterceptor
{
    private readonly string _statements =
        $"PRAGMA busy_timeout={busyTimeout};PRAGMA foreign_keys=ON;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;PRAGMA cache_spill=OFF;PRAGMA wal_autocheckpoint=8000;PRAGMA mmap_size={mmapSize};";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _statements;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = _statements;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

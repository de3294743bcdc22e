using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data;

/// <summary>
/// Moves committed pages from SQLite's log into the database file beside the writer, so that a STOP seldom waits for it:
/// what the writer's own checkpoint finds when the log has grown is then little, and the log begins anew.
/// </summary>
internal sealed class SqliteCheckpoints(DashboardContexts contexts, ILogger<SqliteCheckpoints> log) : BackgroundService
{
    // In a shorter log a page that many transactions touch is still moved once.
    private const long Shortest = 4 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private DateTime _moved;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (contexts.SqliteFile is not { } file)
        {
            return;
        }

        var journal = new FileInfo($"{file}-wal");
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            journal.Refresh();
            if (journal.Exists && journal.Length >= Shortest && journal.LastWriteTimeUtc != _moved)
            {
                _moved = journal.LastWriteTimeUtc;
                Move();
            }
        }
    }

    // Never waits for anybody: what is still being read stays for the next time.
    private void Move()
    {
        try
        {
            using var db = contexts.CreateDbContext();
            var connection = db.Database.GetDbConnection();
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous=FULL;PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
            connection.Close();
        }
        catch (SqliteException e)
        {
            log.LogDebug("SQLite's log was not moved: {Code}", e.SqliteErrorCode);
        }
    }
}

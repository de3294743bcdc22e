using ConsentDashboard.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Support;

/// <summary>Migrating takes a second, copying a file takes a millisecond: one file is migrated a process, and copied for each test.</summary>
internal static class SqliteTemplate
{
    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    public static Task<string> FileAsync() => Made.Value;

    private static async Task<string> MakeAsync()
    {
        var folder = TestFolders.Create();
        var contexts = new DashboardContexts(new() { Folder = folder }, folder);
        await using var db = contexts.CreateDbContext();
        await db.Database.MigrateAsync();
        await Seeding.LedgerHeadAsync(db);

        // As the app opens it. The mode is kept in the file; closing the last connection folds the log into it.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; PRAGMA wal_checkpoint(TRUNCATE);");
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        return contexts.SqliteFile!;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Backups;

/// <summary>
/// Puts a backup in the place of the database. It is copied, checked, migrated and compared with the journal beside the old
/// file; only then are the two exchanged, and the old one is kept. <see cref="ReplayJournal"/> has to follow.
/// </summary>
public sealed class RestoreBackup(DashboardContexts contexts, KeyStore keys, AnchorJournal journal, TimeProvider clock)
{
    public static readonly Error Running = new("Backups.Running", ErrorKind.Conflict);

    public static readonly Error Damaged = new("Backups.Damaged", ErrorKind.Invalid);

    /// <returns>Where the database from before lies; empty where there was none.</returns>
    /// <exception cref="StartupException">The backup cannot be used; nothing was changed.</exception>
    public async Task<Result<string>> ExecuteAsync(string backup, CancellationToken cancellation = default)
    {
        if (contexts.SqliteFile is not { } file)
        {
            return BackUp.ServersOwn;
        }

        DataFolder.Create(contexts.Folder);
        var copy = $"{file}.restoring";
        Remove(copy);
        try
        {
            File.Copy(backup, copy);
            if (!await BackupFile.IsWholeAsync(copy, cancellation))
            {
                return Damaged;
            }

            var aside = new DashboardContexts(new() { Folder = contexts.Folder, File = copy, BusyTimeout = contexts.Options.BusyTimeout }, contexts.Folder);
            await new DatabaseStartup(aside, keys, clock).PrepareAsync(cancellation);
            await using (var db = aside.CreateDbContext())
            {
                SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
            }

            var (seq, hash, _) = await BackupFile.HeadAsync(copy, cancellation);
            if (ReplayJournal.Refusal(journal, seq, hash) is { } refusal)
            {
                return refusal;
            }

            using var turn = await DataFolder.LockAsync(contexts.Folder, cancellation);
            return await BackupFile.CloseLogAsync(copy, cancellation) && (!File.Exists(file) || await BackupFile.CloseLogAsync(file, cancellation)) ? Exchange(file, copy) : Running;
        }
        finally
        {
            Remove(copy);
        }
    }

    private string Exchange(string file, string copy)
    {
        if (!File.Exists(file))
        {
            File.Move(copy, file);
            return "";
        }

        var before = $"{file}.before-{clock.UtcMilliseconds():yyyyMMddHHmmssfff}";
        File.Move(file, before);
        File.Move(copy, file);
        return before;
    }

    private static void Remove(string copy)
    {
        foreach (var path in (string[])[copy, $"{copy}-wal", $"{copy}-shm"])
        {
            File.Delete(path);
        }
    }
}

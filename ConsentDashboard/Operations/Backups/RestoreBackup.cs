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

    private static readonly string[] Logs = ["-journal", "-wal", "-shm"];

    /// <returns>Where the database from before lies; empty where there was none.</returns>
    /// <exception cref="StartupException">The backup cannot be used; nothing was changed.</exception>
    public async Task<Result<string>> ExecuteAsync(string backup, CancellationToken cancellation = default)
    {
        if (SqliteFile.Of(contexts) is not { Path: var file })
        {
            return BackUp.ServersOwn;
        }

        DataFolder.Create(contexts.Folder);
        var copy = $"{file}.restoring";
        BackupFile.Remove(copy);
        try
        {
            await BackupFile.CopyAsync(backup, copy, cancellation);
            if (!await BackupFile.IsWholeAsync(copy, cancellation))
            {
                return Damaged;
            }

            if (await RefusalAsync(copy, cancellation) is { } refusal)
            {
                return refusal;
            }

            using var turn = await DataFolder.LockAsync(contexts.Folder, cancellation);
            if (!await BackupFile.CloseLogAsync(copy, cancellation) || (File.Exists(file) && !await BackupFile.CloseLogAsync(file, cancellation)))
            {
                return Running;
            }

            BackupFile.FlushToDisk(copy);
            new ReplacedJournal(journal).PutBack();
            return Exchange(file, copy);
        }
        finally
        {
            BackupFile.Remove(copy);
        }
    }

    private async Task<Error?> RefusalAsync(string copy, CancellationToken cancellation)
    {
        var connection = contexts.Options.ConnectionString is { } own ? new SqliteConnectionStringBuilder(own) { DataSource = copy }.ToString() : null;
        var aside = new DashboardContexts(new() { Folder = contexts.Folder, File = copy, ConnectionString = connection, BusyTimeout = contexts.Options.BusyTimeout }, contexts.Folder);
        await using var db = aside.CreateDbContext();
        try
        {
            await new DatabaseStartup(aside, keys, clock).PrepareAsync(cancellation);
            var lastCommon = await LostBatches.LastCommonAsync(db, new ReplacedJournal(journal).Witness, cancellation);
            return await LostBatches.AreAllAsync(db, lastCommon, cancellation) ? ReplayJournal.AnotherLedger : null;
        }
        finally
        {
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }
    }

    private string Exchange(string file, string copy)
    {
        var before = $"{file}.before-{clock.UtcMilliseconds():yyyyMMddHHmmssfff}";

        // Only a damaged file has its log still; beside the new one it would be taken for the new one's.
        foreach (var log in Logs.Where(log => File.Exists(file + log)))
        {
            File.Move(file + log, before + log);
        }

        if (File.Exists(file))
        {
            File.Replace(copy, file, before);
        }
        else
        {
            File.Move(copy, file);
        }

        AnchorJournalFolder.Flush(Path.GetDirectoryName(file)!);
        return File.Exists(before) ? before : "";
    }
}

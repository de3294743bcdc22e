using Microsoft.Data.Sqlite;

namespace ConsentDashboard.Operations.Backups;

/// <summary>A database file that nothing else has open.</summary>
internal static class BackupFile
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    public static async Task<long> LastBatchAsync(string file, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(file, cancellation);
        return (long)(await ScalarAsync(connection, """SELECT "Seq" FROM "LedgerHead" """, cancellation))!;
    }

    /// <summary>Whether every page holds, and it is a database of this app.</summary>
    public static async Task<bool> IsWholeAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await OpenAsync(file, cancellation);
            return await ScalarAsync(connection, "PRAGMA quick_check(1)", cancellation) is "ok"
                && await ScalarAsync(connection, """SELECT COUNT(*) FROM "LedgerHead" """, cancellation) is 1L;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Moves the log into the file and leaves it without one, so that the file can be renamed. A damaged one is left as it is.</summary>
    /// <returns>False: another process has it open.</returns>
    public static async Task<bool> CloseLogAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await OpenAsync(file, cancellation);
            return await ScalarAsync(connection, "PRAGMA journal_mode=DELETE", cancellation) is not "wal";
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Busy or Locked)
        {
            return false;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NotADatabase)
        {
            return true;
        }
    }

    /// <summary>A new file that nobody but its owner reads. SQLite writes into an empty one that is there, and leaves its mode as it is.</summary>
    public static FileStream CreateForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    public static async Task CopyAsync(string from, string to, CancellationToken cancellation)
    {
        await using var source = File.OpenRead(from);
        await using var target = CreateForOwner(to);
        await source.CopyToAsync(target, cancellation);
    }

    public static void FlushToDisk(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>With what SQLite may have left beside it.</summary>
    public static void Remove(string path)
    {
        foreach (var file in ((string[])["", "-journal", "-wal", "-shm"]).Select(end => path + end).Where(File.Exists))
        {
            File.Delete(file);
        }
    }

    private static async Task<object?> ScalarAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task<SqliteConnection> OpenAsync(string file, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }.ToString());
        await connection.OpenAsync(cancellation);
        return connection;
    }
}

using Microsoft.Data.Sqlite;

namespace ConsentDashboard.Operations.Backups;

/// <summary>A database file that nothing else has open.</summary>
internal static class BackupFile
{
    private const int Busy = 5;
    private const int Locked = 6;

    public static async Task<(long Seq, byte[] Hash, int Generation)> HeadAsync(string file, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(file, cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = """SELECT "Seq", "Hash", "IndexGeneration" FROM "LedgerHead" """;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetInt32(2));
    }

    /// <summary>Whether every page holds, and it is a database of this app.</summary>
    public static async Task<bool> IsWholeAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await OpenAsync(file, cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            if (await command.ExecuteScalarAsync(cancellation) is not "ok")
            {
                return false;
            }

            command.CommandText = """SELECT COUNT(*) FROM "LedgerHead" """;
            return await command.ExecuteScalarAsync(cancellation) is 1L;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Moves the log into the file and leaves it without one, so that the file can be renamed.</summary>
    /// <returns>False: another process has it open.</returns>
    public static async Task<bool> CloseLogAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await OpenAsync(file, cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=DELETE";
            return await command.ExecuteScalarAsync(cancellation) is not "wal";
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Busy or Locked)
        {
            return false;
        }
    }

    private static async Task<SqliteConnection> OpenAsync(string file, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }.ToString());
        await connection.OpenAsync(cancellation);
        return connection;
    }
}

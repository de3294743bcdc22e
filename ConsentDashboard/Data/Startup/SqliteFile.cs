using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace ConsentDashboard.Data.Startup;

/// <summary>The embedded database's file: created where it is missing, probed where it is there, never overwritten.</summary>
internal sealed class SqliteFile
{
    private const long CheckedWhole = 64L << 20;

    private readonly string _connection;

    private SqliteFile(string path, string connection) => (Path, _connection) = (path, connection);

    public string Path { get; }

    private static ReadOnlySpan<byte> Mark => "SQLite format 3\0"u8;

    /// <returns>Null where the data is not in a file.</returns>
    public static SqliteFile? Of(DashboardContexts contexts)
    {
        if (contexts.Options.Provider != DatabaseProvider.Sqlite)
        {
            return null;
        }

        var builder = new SqliteConnectionStringBuilder(contexts.Options.ConnectionString ?? $"Data Source={contexts.SqliteFile}")
        {
            DefaultTimeout = Math.Max(1, contexts.Options.BusyTimeout / 1000),
            Pooling = false,
        };
        return builder.Mode == SqliteOpenMode.Memory || builder.DataSource is "" or ":memory:" || builder.DataSource.StartsWith("file:", StringComparison.Ordinal)
            ? null
            : new(System.IO.Path.GetFullPath(builder.DataSource), builder.ToString());
    }

    public async Task CreateOrProbeAsync(CancellationToken cancellation)
    {
        try
        {
            if (!File.Exists(Path))
            {
                Create();
                return;
            }

            ProbeBytes();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The database file {Path} cannot be used: {e.Message} See that the service's user may read and write it and its folder, or set Database:Folder and Database:File.", e);
        }

        await using var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellation);

        // Reads the schema and waits for whoever writes; it writes nothing itself.
        await ReadAsync(connection, "PRAGMA schema_version; BEGIN IMMEDIATE; ROLLBACK;", cancellation);
        if (raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
        {
            throw new StartupException(SqliteRefusals.ReadOnly(Path));
        }

        var tables = await ReadAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'", cancellation);
        if (!tables.Contains("__EFMigrationsHistory") && tables.Exists(table => !table.StartsWith("__EF", StringComparison.Ordinal)))
        {
            throw new StartupException($"The database file {Path} holds the tables of another program. Set Database:File to another name. It was not changed.");
        }

        await CheckPagesAsync(connection, tables, cancellation);
    }

    /// <summary>Readers and the one writer do not wait for each other; the mode stays in the file.</summary>
    public static async Task UseWriteAheadLogAsync(DashboardDbContext db, CancellationToken cancellation)
    {
        var mode = (await db.Database.SqlQueryRaw<string>("PRAGMA journal_mode=WAL").ToListAsync(cancellation)).Single();
        if (mode != "wal")
        {
            throw new StartupException($"The database file cannot use a write-ahead log where it lies (its journal mode stays {mode}). Move the data folder to a local disk.");
        }
    }

    /// <summary>
    /// Entity Framework locks a migration with a row that a killed process leaves behind, and waits for it without end.
    /// The data folder's own lock is ours, so no migration is running.
    /// </summary>
    public static async Task DropAbandonedLockAsync(DashboardDbContext db, CancellationToken cancellation) =>
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellation);

    // Checking every page of a large file takes minutes; of that one the beginning of each table has to do.
    private async Task CheckPagesAsync(SqliteConnection connection, List<string> tables, CancellationToken cancellation)
    {
        if (new FileInfo(Path).Length > CheckedWhole)
        {
            foreach (var table in tables)
            {
                await ReadAsync(connection, $"SELECT 1 FROM \"{table}\" LIMIT 1", cancellation);
            }
        }
        else if (await ReadAsync(connection, "PRAGMA quick_check(1)", cancellation) is not ["ok"])
        {
            throw new StartupException(SqliteRefusals.Damaged(Path));
        }
    }

    private static async Task<List<string>> ReadAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<string> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private void Create()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // SQLite gives its log files the same mode.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(Path, options).Dispose();
    }

    // SQLite itself would find a cut-off file only on reaching for a page that is gone.
    private void ProbeBytes()
    {
        using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length == 0)
        {
            return;
        }

        var header = new byte[100];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < header.Length || !header.AsSpan(0, Mark.Length).SequenceEqual(Mark))
        {
            throw new StartupException(SqliteRefusals.Damaged(Path));
        }

        long pageSize = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16));
        pageSize = pageSize == 1 ? 65536 : pageSize;
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(28));
        var sizeIsValid = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(24)) == BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(92));

        // With a log beside it the file may rightly be shorter than it says: the rest is in the log.
        var log = new FileInfo($"{Path}-wal");
        if (sizeIsValid && stream.Length < pages * pageSize && !(log.Exists && log.Length > 0))
        {
            throw new StartupException(SqliteRefusals.Damaged(Path));
        }
    }
}

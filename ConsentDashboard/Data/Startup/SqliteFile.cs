using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data.Startup;

/// <summary>The embedded database's file: created where it is missing, probed where it is there, never overwritten.</summary>
internal sealed class SqliteFile
{
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

    /// <returns>What a person can do about the error; null where it is none of the file's.</returns>
    public static string? Explain(SqliteException error, DashboardContexts contexts)
    {
        var file = Of(contexts)?.Path;
        return file is null ? null : error.SqliteErrorCode switch
        {
            8 => $"The database file {file} is read-only. Give the service's user the right to write to it and to its folder, or set Database:Folder to a folder where it has that right. Nothing was changed.",
            5 or 6 => $"The database file {file} is locked by another process. Close what holds it (a database browser, a backup, a copy of the app) and start again. Nothing was changed.",
            11 or 26 => Damaged(file),
            14 => $"The database file {file} cannot be opened. See that it is a file, and that the service's user may write to it and to its folder. Nothing was changed.",
            10 or 13 => $"The disk under the database file {file} is full or fails ({error.Message}). Make room or move it, then start again.",
            _ => null,
        };
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
        await using var command = connection.CreateCommand();

        // Reads the schema, waits for whoever writes, and fails where nobody may; it writes nothing itself.
        command.CommandText = "PRAGMA schema_version; BEGIN IMMEDIATE; ROLLBACK;";
        await command.ExecuteNonQueryAsync(cancellation);
        command.CommandText =
            """
            SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_\_EF%' ESCAPE '\'
            AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '__EFMigrationsHistory')
            """;
        if ((long)(await command.ExecuteScalarAsync(cancellation))! > 0)
        {
            throw new StartupException($"The database file {Path} holds the tables of another program. Set Database:File to another name. It was not changed.");
        }
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

    private static string Damaged(string file) =>
        $"The database file {file} is damaged, or is no SQLite database. Restore it from your backup, or set Database:File to another name to begin anew. It was not changed.";

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
            throw new StartupException(Damaged(Path));
        }

        long pageSize = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16));
        pageSize = pageSize == 1 ? 65536 : pageSize;
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(28));
        var sizeIsValid = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(24)) == BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(92));

        // With a log beside it the file may rightly be shorter than it says: the rest is in the log.
        var log = new FileInfo($"{Path}-wal");
        if (sizeIsValid && stream.Length < pages * pageSize && !(log.Exists && log.Length > 0))
        {
            throw new StartupException(Damaged(Path));
        }
    }
}

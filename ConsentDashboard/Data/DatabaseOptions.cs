namespace ConsentDashboard.Data;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Where the data lives. Bound from <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>For SQL Server; for SQLite only where <see cref="File"/> does not say enough.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The SQLite file; relative paths start at <see cref="Folder"/>.</summary>
    public string File { get; set; } = "consent.db";

    /// <summary>The data folder: database, keys, journal. Relative paths start at the content root.</summary>
    public string Folder { get; set; } = "App_Data";

    /// <summary>Statements a round trip at most; 1 also keeps Entity Framework from using <c>MERGE</c>. Null: the provider's own.</summary>
    public int? MaxBatchSize { get; set; }

    /// <summary>Seconds. Null: the provider's own.</summary>
    public int? CommandTimeout { get; set; }

    /// <summary>How long SQLite waits for a lock, in milliseconds.</summary>
    public int BusyTimeout { get; set; } = 5000;

    /// <summary>Bytes of the SQLite file that readers map into memory.</summary>
    public long MmapSize { get; set; } = 8L << 30;
}

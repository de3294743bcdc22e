using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data;

/// <summary>Makes contexts of the configured provider; one an operation, never kept.</summary>
public sealed class DashboardContexts : IDbContextFactory<DashboardDbContext>
{
    private readonly Func<DashboardDbContext> _create;

    public DashboardContexts(DatabaseOptions options, string contentRoot)
    {
        Options = options;
        Folder = Path.GetFullPath(options.Folder, contentRoot);
        SqliteFile = options.Provider == DatabaseProvider.Sqlite ? Path.GetFullPath(options.File, Folder) : null;
        _create = options.Provider == DatabaseProvider.Sqlite ? Sqlite() : SqlServer();
    }

    public DatabaseOptions Options { get; }

    /// <summary>The data folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>The database file, absolute; null on SQL Server.</summary>
    public string? SqliteFile { get; }

    public DashboardDbContext CreateDbContext() => _create();

    private Func<DashboardDbContext> Sqlite()
    {
        var connection = Options.ConnectionString
            ?? new SqliteConnectionStringBuilder { DataSource = SqliteFile, ForeignKeys = true, DefaultTimeout = Options.CommandTimeout ?? 30 }.ToString();
        var builder = new DbContextOptionsBuilder<SqliteDashboardDbContext>()
            .UseSqlite(connection, sqlite =>
            {
                Apply(sqlite.MaxBatchSize, sqlite.CommandTimeout);
            })
            .AddInterceptors(new SqlitePragmas(Options.BusyTimeout, Options.MmapSize));
        var factory = new Microsoft.EntityFrameworkCore.Infrastructure.PooledDbContextFactory<SqliteDashboardDbContext>(builder.Options);
        return factory.CreateDbContext;
    }

    private Func<DashboardDbContext> SqlServer()
    {
        var connection = Options.ConnectionString
            ?? throw new InvalidOperationException("Database:ConnectionString is missing. Set it (environment: Database__ConnectionString), or set Database:Provider to Sqlite.");
        var builder = new DbContextOptionsBuilder<SqlServerDashboardDbContext>()
            .UseSqlServer(connection, server =>
            {
                server.EnableRetryOnFailure();
                Apply(server.MaxBatchSize, server.CommandTimeout);
            });
        var factory = new Microsoft.EntityFrameworkCore.Infrastructure.PooledDbContextFactory<SqlServerDashboardDbContext>(builder.Options);
        return factory.CreateDbContext;
    }

    private void Apply<TBuilder>(Func<int, TBuilder> maxBatchSize, Func<int?, TBuilder> commandTimeout)
    {
        if (Options.MaxBatchSize is { } size)
        {
            maxBatchSize(size);
        }

        if (Options.CommandTimeout is { } seconds)
        {
            commandTimeout(seconds);
        }
    }
}

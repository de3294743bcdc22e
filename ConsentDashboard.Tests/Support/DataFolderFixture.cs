using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Security.Keys;
using Microsoft.Data.Sqlite;

namespace ConsentDashboard.Tests.Support;

/// <summary>A data folder as an installation has it, before or after its first start; nothing is in it until a test puts it there.</summary>
internal sealed class DataFolderFixture : IDisposable
{
    public DataFolderFixture() => Contexts = new(Options, Folder);

    public string Folder { get; } = Path.Combine(TestFolders.Create(), "data");

    public DatabaseOptions Options => new() { Folder = Folder, BusyTimeout = 1000 };

    public DashboardContexts Contexts { get; }

    public string DatabaseFile => Contexts.SqliteFile!;

    public string KeyFile => Path.Combine(Folder, "keys.json");

    /// <summary>A start of the app on this folder, as a new process would do it.</summary>
    public async Task StartAsync(DatabaseOptions? options = null, KeyStore? keys = null)
    {
        var contexts = new DashboardContexts(options ?? Options, Folder);
        try
        {
            await new DatabaseStartup(contexts, keys ?? Keys(), TimeProvider.System).PrepareAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Close(contexts);
        }
    }

    public KeyStore Keys() => KeyStore.From(new(), Folder);

    public async Task<StartupException> RefusalAsync(DatabaseOptions? options = null, KeyStore? keys = null) =>
        await Assert.ThrowsAsync<StartupException>(() => StartAsync(options, keys));

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public byte[] DatabaseBytes() => File.ReadAllBytes(DatabaseFile);

    public void Dispose()
    {
        Close(Contexts);
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static void Close(DashboardContexts contexts)
    {
        using var db = contexts.CreateDbContext();
        if (Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database) is SqliteConnection connection)
        {
            SqliteConnection.ClearPool(connection);
        }
    }
}

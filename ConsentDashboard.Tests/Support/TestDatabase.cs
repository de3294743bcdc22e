using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace ConsentDashboard.Tests.Support;

/// <summary>A migrated database of its own for one test, with the keys, the clock and the folder that belong to it; gone on dispose.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private TestDatabase(DatabaseOptions options, string folder)
    {
        Folder = folder;
        Contexts = new(options, folder);
        Vault = new(Keys);
    }

    public DashboardContexts Contexts { get; }

    public DatabaseProvider Provider => Contexts.Options.Provider;

    /// <summary>The data folder: database file, journal, whatever a test puts there.</summary>
    public string Folder { get; }

    public KeyStore Keys { get; } = KeyStore.Fixed(TestKeys.Ring);

    public NumberVault Vault { get; }

    public WriteGate Gate { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    public DateTime Now => Clock.UtcMilliseconds();

    /// <summary>A fresh SQLite file or SQL Server database; skips the test where the provider is not at hand.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var folder = TestFolders.Create();
        return provider == DatabaseProvider.Sqlite ? await SqliteAsync(folder) : await SqlServerAsync(folder);
    }

    public DashboardDbContext Open() => Contexts.CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await using (var db = Open())
        {
            if (db.Database.GetDbConnection() is SqliteConnection connection)
            {
                SqliteConnection.ClearPool(connection);
            }
            else
            {
                await TestServer.DropAsync(db);
            }
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<TestDatabase> SqliteAsync(string folder)
    {
        var database = new TestDatabase(new() { Folder = folder }, folder);
        File.Copy(await SqliteTemplate.FileAsync(), database.Contexts.SqliteFile!);
        return database;
    }

    private static async Task<TestDatabase> SqlServerAsync(string folder)
    {
        var database = new TestDatabase(TestServer.FreshOptions(folder), folder);
        await using var db = database.Open();
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        await Seeding.LedgerHeadAsync(db);
        return database;
    }
}

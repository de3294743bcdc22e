using System.Diagnostics;
using System.Globalization;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations;
using ConsentDashboard.Operations.DemoData;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Benchmarks;

/// <summary>The application's own services on a database of demo data; it is built once, and used by every workload of its size.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private BenchDatabase(string folder)
    {
        Folder = folder;
        var keys = KeyStore.InFile(Path.Combine(folder, "keys.json"));
        if (!keys.Exists)
        {
            keys.CreateFirst(TimeProvider.System.UtcMilliseconds());
        }

        _services = new ServiceCollection()
            .AddLogging()
            .AddData(new() { Folder = folder }, folder)
            .AddOperations()
            .AddSingleton(keys)
            .AddSingleton<NumberVault>()
            .BuildServiceProvider();
    }

    public string Folder { get; }

    public static async Task<BenchDatabase> OpenAsync(int subscribers)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"consent-bench-{subscribers}-v{Schema()}");
        var mark = Path.Combine(folder, "complete");
        if (File.Exists(mark))
        {
            return new(folder);
        }

        var database = await CreateAsync(folder);
        await database.SeedAsync(subscribers);
        await File.WriteAllTextAsync(mark, "");
        return database;
    }

    /// <summary>An empty, migrated database; what was in the folder goes.</summary>
    public static async Task<BenchDatabase> CreateAsync(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var database = new BenchDatabase(folder);
        await using var db = database.Open();
        await db.Database.MigrateAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
        return database;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public DashboardDbContext Open() => Get<DashboardContexts>().CreateDbContext();

    /// <returns>How long it took, with the last page on disk.</returns>
    public async Task<(TimeSpan Elapsed, DemoProgress Done)> SeedAsync(int subscribers)
    {
        Console.Error.WriteLine($"Seeding {subscribers} subscribers into {Folder}");
        var watch = Stopwatch.StartNew();
        var told = TimeSpan.Zero;
        var done = await Get<DemoSeeder>().SeedAsync(subscribers, seed: 1, new Reporter(progress =>
        {
            if (watch.Elapsed - told > TimeSpan.FromSeconds(5))
            {
                told = watch.Elapsed;
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {progress.Subscribers} subscribers, {progress.Subscribers / told.TotalSeconds:0}/s"));
            }
        }));
        return (watch.Elapsed, done);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var db = Open())
        {
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        await _services.DisposeAsync();
    }

    // The newest migration names the shape of the tables: a database of another shape is not reused.
    private static string Schema()
    {
        using var db = new DashboardContexts(new(), Path.GetTempPath()).CreateDbContext();
        return db.Database.GetMigrations().Last().Split('_')[0];
    }

    private sealed class Reporter(Action<DemoProgress> report) : IProgress<DemoProgress>
    {
        public void Report(DemoProgress value) => report(value);
    }
}

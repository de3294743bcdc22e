using System.Diagnostics;
using System.Globalization;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.DemoData;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ConsentDashboard.Benchmarks;

/// <summary>The application's own services on a database of demo data; it is built once, and used by every workload of its size.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _isScratch;
    private readonly List<IHostedService> _beside = [];

    private BenchDatabase(string folder, bool isScratch, Action<IServiceCollection>? configure = null)
    {
        (Folder, _isScratch) = (folder, isScratch);
        var services = new ServiceCollection()
            .AddLogging()
            .AddData(new() { Folder = folder }, folder)
            .AddOperations()
            .AddLinks(publicBaseUrl: "https://consent.example.com")
            .AddExporting(new())
            .AddSingleton(KeyStore.InFile(Path.Combine(folder, "keys.json")))
            .AddSingleton<NumberVault>();
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public string Folder { get; }

    public string File => Get<DashboardContexts>().SqliteFile!;

    public DateTime Now => Get<TimeProvider>().UtcMilliseconds();

    /// <summary>The database of that size, to be read; built where there is none yet.</summary>
    /// <param name="subscribers">How many.</param>
    /// <param name="configure">Adds what a feature needs.</param>
    public static async Task<BenchDatabase> OpenAsync(int subscribers, Action<IServiceCollection>? configure = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"consent-bench-{subscribers}-v{Schema()}");
        var mark = Path.Combine(folder, "complete");
        if (!System.IO.File.Exists(mark))
        {
            await using var fresh = await CreateAsync(folder, isScratch: false);
            await fresh.SeedAsync(subscribers);
            await System.IO.File.WriteAllTextAsync(mark, "");
        }

        var database = new BenchDatabase(folder, isScratch: false, configure);
        await database.Get<DatabaseStartup>().PrepareAsync();
        return database;
    }

    /// <summary>A copy to be written to, that goes when it is disposed: the next workload finds the original as it was.</summary>
    public static async Task<BenchDatabase> CopyAsync(int subscribers, Action<IServiceCollection>? configure = null)
    {
        string from;
        await using (var original = await OpenAsync(subscribers))
        {
            from = original.Folder;
            await using var db = original.Open();
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        var to = Directory.CreateTempSubdirectory("consent-bench-copy-").FullName;
        Console.Error.WriteLine($"Copying {from}");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }

        return new(to, isScratch: true, configure);
    }

    /// <summary>An empty database; what was in the folder goes.</summary>
    public static async Task<BenchDatabase> CreateAsync(string folder, bool isScratch)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var database = new BenchDatabase(folder, isScratch);
        await database.Get<DatabaseStartup>().PrepareAsync();
        return database;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public DashboardDbContext Open() => Get<DashboardContexts>().CreateDbContext();

    /// <summary>Starts what stands beside the writer in the application: the log's checkpoints and the folding of counters.</summary>
    public async Task StartAsync()
    {
        foreach (var beside in _services.GetServices<IHostedService>().Where(service => service is SqliteCheckpoints or CounterFolding))
        {
            await beside.StartAsync(default);
            _beside.Add(beside);
        }
    }

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
        foreach (var beside in _beside)
        {
            await beside.StopAsync(default);
        }

        await using (var db = Open())
        {
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        await _services.DisposeAsync();
        if (_isScratch)
        {
            Directory.Delete(Folder, recursive: true);
        }
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

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ConsentDashboard.Tests.Support;

/// <summary>The whole app without a network, on a database of its own.</summary>
public sealed class HostedApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly string _folder = TestFolders.Create();
    private string _environment = "Development";
    private bool _demo = true;
    private ILoggerProvider? _log;
    private TimeProvider? _clock;
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    public string DatabaseFile => Path.Combine(_folder, "consent.db");

    public async ValueTask InitializeAsync() => File.Copy(await SqliteTemplate.FileAsync(), Path.Combine(_folder, "consent.db"));

    /// <param name="log">Hears everything, down to the finest level; null: nothing is logged.</param>
    /// <param name="clock">Null: the system's.</param>
    /// <param name="settings">Beside those of every test.</param>
    public static async Task<HostedApp> StartAsync(string environment = "Development", bool demo = true, ILoggerProvider? log = null, TimeProvider? clock = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var app = new HostedApp { _environment = environment, _demo = demo, _log = log, _clock = clock, _settings = settings ?? new Dictionary<string, string>() };
        await app.InitializeAsync();
        return app;
    }

    public string Folder => _folder;

    /// <summary>A browser of its own: keeps cookies, follows no redirect.</summary>
    public HttpClient Browser() => CreateClient(new() { AllowAutoRedirect = false });

    public async Task<List<AuditEntry>> AuditAsync()
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return await db.AuditEntries.AsNoTracking().OrderBy(entry => entry.Id).ToListAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        builder.UseSetting("Database:Folder", _folder);
        builder.UseSetting("Demo:Enabled", _demo ? "true" : "false");
        builder.UseSetting("Demo:Subscribers", "0");
        builder.UseSetting("Logging:LogLevel:Default", "None");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        if (_clock is not null)
        {
            builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton(_clock)));
        }

        if (_log is not null)
        {
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(_log));

            // The app's own settings name categories that would say less.
            builder.ConfigureServices(services => services.PostConfigure<LoggerFilterOptions>(filter =>
            {
                filter.Rules.Clear();
                filter.MinLevel = LogLevel.Trace;
            }));
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsentDashboard.Benchmarks;

/// <summary>The least that takes a form: a fixed page, and one row for each form in a database with the same durability.</summary>
internal sealed class BareEndpoint(WebApplication app) : IAsyncDisposable
{
    private static readonly SemaphoreSlim Turn = new(1);

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<BareEndpoint> StartAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDbContextFactory<BareContext>(options => options.UseSqlite($"Data Source={Path.Combine(folder, "bare.db")}"));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<BareContext>>().CreateDbContextAsync())
        {
            await db.Database.EnsureCreatedAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
        }

        app.MapGet("/", () => Results.Content("<!DOCTYPE html><title>Join</title><form method=post><input name=phone><button>Join</button></form>", "text/html"));
        app.MapPost("/", async (HttpRequest request, IDbContextFactory<BareContext> contexts) =>
        {
            var form = await request.ReadFormAsync();

            // SQLite has one writer; without a turn the others would wait in its busy loop, and some fail.
            await Turn.WaitAsync();
            try
            {
                await using var db = await contexts.CreateDbContextAsync();
                db.Add(new BareRow { Phone = form["number"]!, At = TimeProvider.System.GetUtcNow().UtcDateTime });
                await db.SaveChangesAsync();
            }
            finally
            {
                Turn.Release();
            }

            return Results.Ok();
        });
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }
}

internal sealed class BareContext(DbContextOptions<BareContext> options) : DbContext(options)
{
    public DbSet<BareRow> Rows => Set<BareRow>();
}

internal sealed class BareRow
{
    public long Id { get; set; }

    public string Phone { get; set; } = "";

    public DateTime At { get; set; }
}

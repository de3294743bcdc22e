using ConsentDashboard.Data;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Operations;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.DemoData;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Keys;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ConsentDashboard;

/// <summary>What has to be done before the first request, and what the person at the terminal is told after.</summary>
internal static class Preparation
{
    public static async Task PrepareAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<JournalCatchUp>().RunAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<DefaultPolicies>().PrepareAsync(app.Lifetime.ApplicationStopping);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountsStartup>().PrepareAsync();
        await SeedDemoAsync(app);
        WarnAboutKeys(app);
    }

    public static void PrintWelcome(this WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var demo = app.Services.GetRequiredService<DemoOptions>();
        Console.WriteLine();
        Console.WriteLine($"ConsentDashboard is running: {string.Join(", ", addresses)}");
        if (demo.Enabled)
        {
            Console.WriteLine("Demo accounts (the sign-in page offers them with one click):");
            foreach (var account in DemoAccounts.All)
            {
                Console.WriteLine($"  {account.Email,-28} {DemoAccounts.Password}");
            }
        }

        if (addresses.FirstOrDefault() is { } address && app.Services.GetRequiredService<FirstAdministratorLink>().TakeToken() is { } token)
        {
            Console.WriteLine("There is no account yet. Create the first administrator within an hour, with this link, which works once:");
            var reached = app.Services.GetRequiredService<WebOptions>().PublicBaseUrl?.TrimEnd('/') ?? address;
            Console.WriteLine($"  {reached}/accounts/first-administrator?token={token}");
        }

        Console.WriteLine();
    }

    private static async Task SeedDemoAsync(WebApplication app)
    {
        var demo = app.Services.GetRequiredService<DemoOptions>();
        var seeder = app.Services.GetRequiredService<DemoSeeder>();
        if (demo.Enabled && demo.Subscribers > 0 && await seeder.IsEmptyAsync(app.Lifetime.ApplicationStopping))
        {
            Console.WriteLine($"Filling the database with a demo company of {demo.Subscribers} subscribers…");
            await seeder.SeedAsync(demo.Subscribers, demo.Seed, cancellation: app.Lifetime.ApplicationStopping);
        }
    }

    // Whoever copies that folder has the numbers and what opens them.
    private static void WarnAboutKeys(WebApplication app)
    {
        var contexts = app.Services.GetRequiredService<DashboardContexts>();
        if (app.Environment.IsProduction() && contexts.SqliteFile is { } file && app.Services.GetRequiredService<KeyStore>().Path is { } keys
            && Path.GetDirectoryName(Path.GetFullPath(keys)) == Path.GetDirectoryName(file))
        {
            app.Logger.LogWarning("THE KEYS AND THE DATABASE SHARE THE FOLDER {Folder}. Whoever copies it can read every number. Set Keys:File to a path elsewhere, or give the keys by environment (Keys__Inline__0__...).", Path.GetDirectoryName(file));
        }
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Accounts;

/// <summary>Brings the roles, and in demo mode the demo accounts; outside of it refuses a database that has them.</summary>
public sealed class AccountsStartup(
    DashboardDbContext db,
    DashboardContexts contexts,
    UserManager<StaffAccount> accounts,
    RoleManager<IdentityRole> roles,
    DemoOptions demo,
    FirstAdministratorLink link,
    TimeProvider clock)
{
    /// <exception cref="StartupException">The database has demo accounts, and this is no demo.</exception>
    public async Task PrepareAsync()
    {
        foreach (var role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                Succeeded(await roles.CreateAsync(new(role)));
            }
        }

        if (demo.Enabled)
        {
            await CreateDemoAccountsAsync();
        }
        else if (await db.Users.AnyAsync(account => account.IsDemo))
        {
            throw new StartupException($"The database {contexts.SqliteFile ?? contexts.Options.ConnectionString?.Split(';')[0]} has demo accounts, whose passwords everybody knows, and demo mode is off. Give the app a database of its own (Database:Folder or Database:ConnectionString), or start it in Development with Demo:Enabled=true.");
        }
        else if (!await db.Users.AnyAsync())
        {
            link.Issue();
        }
    }

    private async Task CreateDemoAccountsAsync()
    {
        foreach (var demoAccount in DemoAccounts.All)
        {
            if (await accounts.FindByEmailAsync(demoAccount.Email) is not null)
            {
                continue;
            }

            var account = new StaffAccount
            {
                UserName = demoAccount.Email,
                Email = demoAccount.Email,
                DisplayName = demoAccount.Name,
                EmailConfirmed = true,
                IsDemo = true,
                CreatedAt = clock.UtcMilliseconds(),
            };
            Succeeded(await accounts.CreateAsync(account, DemoAccounts.Password));
            Succeeded(await accounts.AddToRoleAsync(account, demoAccount.Role));
        }
    }

    private static void Succeeded(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
        }
    }
}

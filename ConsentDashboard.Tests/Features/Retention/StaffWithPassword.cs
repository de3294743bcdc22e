using ConsentDashboard.Data;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Features.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Retention;

/// <summary>A member of staff with an account, who can prove once more who they are.</summary>
internal static class StaffWithPassword
{
    public const string Password = "A-long-enough-passw0rd";

    public static async Task<(ConfirmIdentity Identity, Actor Actor)> CreateAsync(Installation here, string role, string? id = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddScoped(_ => here.Open());
        services.AddIdentityCore<StaffAccount>().AddRoles<IdentityRole>().AddEntityFrameworkStores<DashboardDbContext>();
        var provider = services.BuildServiceProvider();
        var account = new StaffAccount { UserName = "ann@example.com", Email = "ann@example.com", DisplayName = "Ann" };
        account.Id = id ?? account.Id;
        await using var scope = provider.CreateAsyncScope();
        var created = await scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>().CreateAsync(account, Password);
        Assert.True(created.Succeeded, string.Join(", ", created.Errors.Select(error => error.Code)));
        return (new(provider.GetRequiredService<IServiceScopeFactory>()), Actor.User(account.Id, "Ann", [role]));
    }
}

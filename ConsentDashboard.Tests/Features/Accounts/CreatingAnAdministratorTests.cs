using System.Net;
using ConsentDashboard.Commands;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Accounts;

public sealed class CreatingAnAdministratorTests
{
    private const string Email = "second@company.example";

    [Fact]
    public async Task The_password_that_is_shown_once_signs_in()
    {
        await using var app = await HostedApp.StartAsync("Production", demo: false);
        var browser = app.Browser();

        var created = await CreateAsync(app, Email);
        var signedIn = await browser.SignInAsync(Email, created.Value!, "?returnUrl=%2Faudit");

        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/audit", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Single(await app.AuditAsync(), entry => entry is { Action: AuditAction.AdministratorCreated, Actor: "system:create-admin" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("A Name <name@company.example>")]
    public async Task What_is_no_address_is_refused(string email)
    {
        await using var app = await HostedApp.StartAsync("Production", demo: false);

        Assert.Equal("Account.EmailInvalid", (await CreateAsync(app, email)).Error?.Key);
        Assert.DoesNotContain(await app.AuditAsync(), entry => entry.Action == AuditAction.AdministratorCreated);
    }

    [Fact]
    public async Task An_address_has_one_account()
    {
        await using var app = await HostedApp.StartAsync("Production", demo: false);
        await CreateAsync(app, Email);

        Assert.Equal("Account.EmailTaken", (await CreateAsync(app, Email.ToUpperInvariant())).Error?.Key);
    }

    [Fact]
    public async Task Nobody_without_the_permission()
    {
        await using var app = await HostedApp.StartAsync("Production", demo: false);
        await using var scope = app.Services.CreateAsyncScope();

        await Assert.ThrowsAsync<ForbiddenException>(() => scope.ServiceProvider.GetRequiredService<CreateAdministrator>()
            .ExecuteAsync(new() { Email = Email }, Actor.User("1", "Support", [Roles.SupportAgent]), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_command_prints_the_password_and_nothing_else()
    {
        var folder = TestFolders.Create();
        await using var first = await AppProcess.RunAsync(folder, "create-admin", "--email", Email);
        await using var second = await AppProcess.RunAsync(folder, "create-admin", "--email", Email);
        await using var without = await AppProcess.RunAsync(folder, "create-admin");

        Assert.Equal((ExitCodes.Done, 20), (first.ExitCode, first.Out.Trim().Length));
        Assert.Contains(Email, first.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Failed, ""), (second.ExitCode, second.Out.Trim()));
        Assert.Contains(Email, second.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, without.ExitCode);
        Assert.Contains("--email is missing.", without.Error, StringComparison.Ordinal);
    }

    private static async Task<Result<string>> CreateAsync(HostedApp app, string email)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CreateAdministrator>()
            .ExecuteAsync(new() { Email = email }, Actor.System("create-admin"), TestContext.Current.CancellationToken);
    }
}

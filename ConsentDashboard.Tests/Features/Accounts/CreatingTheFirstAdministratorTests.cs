using System.Net;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Operations;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ConsentDashboard.Tests.Features.Accounts;

public sealed class CreatingTheFirstAdministratorTests
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task The_link_works_once()
    {
        await using var app = await HostedApp.StartAsync("Production", demo: false);
        var browser = app.Browser();
        var page = $"/accounts/first-administrator?token={Token(app)}";
        var form = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);

        var created = await browser.SubmitAsync(page, "first-administrator", Fields(page));
        var again = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);
        var signedIn = await browser.SignInAsync("admin@company.example", Password, "?returnUrl=%2Faudit");

        Assert.Contains("name=\"Form.Password\"", form, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, created.StatusCode);
        Assert.DoesNotContain("name=\"Form.Password\"", again, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/audit", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Single(await app.AuditAsync(), entry => entry is { Action: AuditAction.AdministratorCreated, ActorName: "First" });
    }

    [Fact]
    public async Task Of_two_at_the_same_moment_one_is_created()
    {
        await using var app = await HostedApp.StartAsync("Production", demo: false);
        var token = Token(app);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => CreateAsync(app, Input(token, $"admin{i}@company.example"))));

        Assert.Single(outcomes, outcome => !outcome.Failed);
        Assert.Single(await app.AuditAsync(), entry => entry.Action == AuditAction.AdministratorCreated);
    }

    [Fact]
    public async Task A_guessed_link_shows_no_form_and_creates_nothing()
    {
        await using var app = await HostedApp.StartAsync("Production", demo: false);

        var page = await app.Browser().GetStringAsync("/accounts/first-administrator?token=guess", TestContext.Current.CancellationToken);
        var outcome = await CreateAsync(app, Input("guess", "admin@company.example"));

        Assert.DoesNotContain("Form.", page, StringComparison.Ordinal);
        Assert.Equal("Account.LinkInvalid", outcome.Error?.Key);
    }

    [Fact]
    public async Task An_account_that_came_meanwhile_closes_the_way()
    {
        await using var app = await HostedApp.StartAsync();
        var link = app.Services.GetRequiredService<FirstAdministratorLink>();

        var outcome = await CreateAsync(app, Input(link.Issue(), "admin@company.example"));

        Assert.Equal("Account.AlreadyThere", outcome.Error?.Key);
    }

    [Theory]
    [InlineData(nameof(CreateFirstAdministrator.Input.Name), "", "Account.NameMissing")]
    [InlineData(nameof(CreateFirstAdministrator.Input.Email), "admin", "Account.EmailInvalid")]
    [InlineData(nameof(CreateFirstAdministrator.Input.Email), "", "Account.EmailMissing")]
    [InlineData(nameof(CreateFirstAdministrator.Input.Password), "elevenchars", "Account.PasswordShort")]
    [InlineData(nameof(CreateFirstAdministrator.Input.Password), "aaaaaaaaaaaaaaaa", "Account.PasswordRepeats")]
    [InlineData(nameof(CreateFirstAdministrator.Input.Repeat), "another password", "Account.PasswordsDiffer")]
    public async Task What_is_wrong_is_said_at_the_field(string field, string value, string expected)
    {
        await using var app = await HostedApp.StartAsync("Production", demo: false);
        var input = Input(Token(app), "admin@company.example");
        typeof(CreateFirstAdministrator.Input).GetProperty(field)!.SetValue(input, value);
        if (field == nameof(input.Password))
        {
            input.Repeat = value;
        }

        var outcome = await CreateAsync(app, input);

        Assert.Equal(expected, outcome.Error?.Key);
        Assert.Equal(field, outcome.Error?.Field);
    }

    [Fact]
    public void The_link_ends_after_an_hour()
    {
        var clock = new FakeTimeProvider();
        var link = new FirstAdministratorLink(clock);
        var token = link.Issue();

        Assert.True(link.Accepts(token));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.False(link.Accepts(token));
    }

    [Fact]
    public async Task Outside_of_demo_mode_a_database_with_demo_accounts_is_refused()
    {
        await using var app = await HostedApp.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var startup = ActivatorUtilities.CreateInstance<AccountsStartup>(scope.ServiceProvider, new DemoOptions());

        var refusal = await Assert.ThrowsAsync<StartupException>(startup.PrepareAsync);

        Assert.Contains("demo accounts", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_mode_needs_Development()
    {
        await using var app = await HostedApp.StartAsync("Production", demo: true);

        var page = await app.Browser().GetStringAsync("/accounts/sign-in", TestContext.Current.CancellationToken);

        Assert.DoesNotContain("demo.example", page, StringComparison.Ordinal);
    }

    private static string Token(HostedApp app) => app.Services.GetRequiredService<FirstAdministratorLink>().Issue();

    private static CreateFirstAdministrator.Input Input(string token, string email) => new() { Token = token, Name = "First", Email = email, Password = Password, Repeat = Password };

    private static (string Name, string Value)[] Fields(string page) =>
    [
        ("Form.Token", page.Split("token=")[1]),
        ("Form.Name", "First"),
        ("Form.Email", "admin@company.example"),
        ("Form.Password", Password),
        ("Form.Repeat", Password),
    ];

    private static async Task<Result> CreateAsync(HostedApp app, CreateFirstAdministrator.Input input)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CreateFirstAdministrator>().ExecuteAsync(input, CancellationToken.None);
    }
}

using System.Text;
using Bunit;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Features.Hooks;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsentDashboard.Tests.Features.Hooks;

/// <summary>A gateway that is entered on screen is listened to, and its secret is kept and not shown.</summary>
public sealed class EnteringGatewaysTests
{
    private const string Secret = "a-secret-of-sixteen-or-more";

    private static readonly Dictionary<string, (Action<GatewayForm> Type, string Field)> Wrong = new(StringComparer.Ordinal)
    {
        ["no name"] = (f => f.Name = "", "Name"),
        ["capitals"] = (f => f.Name = "Acme", "Name"),
        ["twilio's"] = (f => f.Name = "twilio", "Name"),
        ["one of the settings"] = (f => f.Name = "configured", "Name"),
        ["one that is there"] = (f => f.Name = "there", "Name"),
        ["no field for the number"] = (f => f.From = " ", "From"),
        ["no field for the address"] = (f => f.To = "", "To"),
        ["no field for the text"] = (f => f.Text = "", "Text"),
        ["a long field"] = (f => f.Id = new('x', 101), "Id"),
        ["no header"] = (f => f.Header = "", "Header"),
        ["a header with a space"] = (f => f.Header = "X Sig", "Header"),
        ["no secret"] = (f => f.Secret = "", "Secret"),
        ["a short secret"] = (f => f.Secret = "short", "Secret"),
        ["basic without a colon"] = (f => f.Scheme = InboundScheme.Basic, "Secret"),
    };

    public static TheoryData<string> Mistakes => [.. Wrong.Keys];

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_is_saved_is_listened_to_and_audited(DatabaseProvider provider)
    {
        await using var here = await OpenAsync(provider);

        var saved = await here.Get<SaveGateway>().ExecuteAsync(New(), Staff.Administrator, Token);

        var source = await here.Get<HookSources>().FindAsync("acme", Token);
        Assert.Equal(Secret, Encoding.UTF8.GetString(source!.Secret));
        await using var db = here.Open();
        Assert.DoesNotContain(Secret, Encoding.UTF8.GetString((await db.InboundSources.SingleAsync(Token)).SecretCipher), StringComparison.Ordinal);
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal((AuditAction.SourceSaved, "acme"), (entry.Action, entry.Subject));
        Assert.DoesNotContain(Secret, entry.Details!, StringComparison.Ordinal);
        Assert.Equal("", (await here.Get<GatewayQueries>().FindAsync(saved.Value, Staff.Administrator, Token))!.Secret);
    }

    [Fact]
    public async Task An_empty_secret_keeps_the_stored_one_and_a_switched_off_gateway_is_deaf()
    {
        await using var here = await OpenAsync();
        var saved = await here.Get<SaveGateway>().ExecuteAsync(New(), Staff.Administrator, Token);
        var form = await here.Get<GatewayQueries>().FindAsync(saved.Value, Staff.Administrator, Token);
        form!.Text = "body";

        await here.Get<SaveGateway>().ExecuteAsync(form, Staff.Administrator, Token);

        here.Database.Clock.Advance(HookSources.Keep);
        var source = await here.Get<HookSources>().FindAsync("acme", Token);
        Assert.Equal(("body", Secret), (source!.Text, Encoding.UTF8.GetString(source.Secret)));
        Assert.Equal(SaveGateway.Stale, (await here.Get<SaveGateway>().ExecuteAsync(form, Staff.Administrator, Token)).Error);

        form = await here.Get<GatewayQueries>().FindAsync(saved.Value, Staff.Administrator, Token);
        form!.IsActive = false;
        await here.Get<SaveGateway>().ExecuteAsync(form, Staff.Administrator, Token);
        here.Database.Clock.Advance(HookSources.Keep);
        Assert.Null(await here.Get<HookSources>().FindAsync("acme", Token));
    }

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_named_at_its_field_and_nothing_is_stored(string mistake)
    {
        await using var here = await OpenAsync();
        var there = New();
        there.Name = "there";
        await here.Get<SaveGateway>().ExecuteAsync(there, Staff.Administrator, Token);
        var form = New();
        Wrong[mistake].Type(form);

        var saved = await here.Get<SaveGateway>().ExecuteAsync(form, Staff.Administrator, Token);

        Assert.Equal(Wrong[mistake].Field, saved.Error?.Field);
        await using var db = here.Open();
        Assert.Equal(1, await db.InboundSources.CountAsync(Token));
    }

    [Fact]
    public async Task Only_administrators_enter_gateways()
    {
        await using var here = await OpenAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => here.Get<SaveGateway>().ExecuteAsync(New(), Staff.Officer, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => here.Get<GatewayQueries>().ListAsync(Staff.Officer, Token));
    }

    [Fact]
    public async Task The_page_shows_the_addresses_and_takes_a_new_gateway()
    {
        await using var here = await OpenAsync();
        await using var screen = new Screen(here, Roles.Administrator).Ready();
        screen.Services.AddSingleton(here.Get<GatewayQueries>()).AddSingleton(here.Get<SaveGateway>());
        var page = screen.Render<GatewayList>();
        page.WaitForAssertion(() => Assert.Equal(["twilio", "configured (in the settings)"], page.FindAll("tbody td:first-child").Select(cell => cell.TextContent)));
        Assert.Contains("/hooks/sms/twilio", page.Markup, StringComparison.Ordinal);

        page.Find(".head button").Click();
        await page.Find("form").SubmitAsync();
        Assert.Equal("Enter 16 to 400 characters.", page.Find("#Secret-error").TextContent);
        await page.Find("#Name").InputAsync("acme");
        await page.Find("#Secret").InputAsync(Secret);
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("acme is saved", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, page.Markup, StringComparison.Ordinal);
    }

    private static GatewayForm New() => new() { Name = "acme", Secret = Secret };

    private static Task<Installation> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) => Installation.CreateAsync(provider, services =>
    {
        var options = new HooksOptions { Sources = { ["configured"] = new() { Secret = Secret } } };
        services.AddSingleton(new MessagesOptions());
        services.AddLinks("https://consent.example");
        services.AddHooks(options);
    });
}

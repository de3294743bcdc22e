using Bunit;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.Webhooks;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Tests.Features.Webhooks;

public sealed class SeeingWebhooksTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "No webhook yet")]
    [InlineData("ru", "Вебхуков пока нет")]
    public async Task None_says_so_after_loading(string language, string title)
    {
        await using var room = await OpenAsync();
        await using var screen = Look(room, language: language);
        var page = screen.Render<WebhookList>();
        Assert.NotEmpty(page.FindAll("[role=status]"));

        screen.Ready();

        page.WaitForAssertion(() => Assert.Equal(title, page.Find("h2").TextContent));
    }

    [Fact]
    public async Task Making_one_shows_its_secret_once_and_says_what_is_wrong()
    {
        await using var room = await OpenAsync();
        await using var screen = Look(room).Ready();
        var page = screen.Render<WebhookList>();
        page.WaitForElement(".head button").Click();
        page.Find("#name").Input("Till");
        page.Find("#address").Input("shop");

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("true", page.Find("#address").GetAttribute("aria-invalid")));
        page.Find("#address").Input($"{room.Receiver.Address}/hook?key=s3cret");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.StartsWith(WebhookSecrets.Prefix, page.Find("[readonly]").GetAttribute("value"), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("Till", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains(new Uri(room.Receiver.Address).Authority, page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_stays_while_the_list_goes_along()
    {
        await using var room = await OpenAsync();
        await using var screen = Look(room).Ready();
        var page = screen.Render<WebhookList>();
        page.WaitForElement(".head button").Click();
        page.Find("#name").Input("Till");

        await room.EndpointAsync();
        await room.RecordAsync(room.Here.OptIn(1));

        page.WaitForAssertion(() =>
        {
            room.Pass(TimeSpan.FromSeconds(1));
            Assert.Single(page.FindAll("tbody tr"));
        });
        Assert.Equal("Till", page.Find("#name").GetAttribute("value"));
    }

    [Fact]
    public async Task What_was_begun_with_one_is_not_there_with_another()
    {
        await using var room = await OpenAsync();
        var (first, second) = (await room.EndpointAsync(), await room.EndpointAsync());
        await using var screen = Look(room).Ready();
        var page = screen.Render<WebhookPage>(with => with.Add(p => p.Id, $"{first.PublicId}"));
        page.WaitForElement("button");
        Button(page, "Send a test message").Click();
        page.WaitForElement(".notice");
        Button(page, "Edit").Click();
        page.WaitForElement("#name");

        page.Render(with => with.Add(p => p.Id, $"{second.PublicId}"));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#name")));
        Assert.Empty(page.FindAll(".notice"));
    }

    [Fact]
    public async Task The_log_shows_each_delivery_without_a_number_and_follows()
    {
        await using var room = await OpenAsync();
        var endpoint = await room.EndpointAsync();
        await using var screen = Look(room).Ready();
        var page = screen.Render<WebhookPage>(with => with.Add(p => p.Id, $"{endpoint.PublicId}"));
        page.WaitForAssertion(() => Assert.Contains("Nothing has been sent yet", page.Markup, StringComparison.Ordinal));

        room.Receiver.Answer = FakeGateway.With(503);
        await room.RecordAsync(room.Here.OptIn(1));
        await room.Dispatcher.DispatchAsync(Token);

        Follows(room, page, "Will be tried again");
        Assert.Contains("The receiver failed (503)", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains("+7 ••• •••-00-01", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(A.Number(1)[1..], page.Markup, StringComparison.Ordinal);
        Assert.Contains("Failing since", page.Find("h1").ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("tbody button"));
        Assert.StartsWith("/subscribers/", page.Find("tbody a").GetAttribute("href"), StringComparison.Ordinal);

        room.Receiver.Answer = FakeGateway.With(200);
        room.Pass(TimeSpan.FromMinutes(1));
        await room.Dispatcher.DispatchAsync(Token);
        Follows(room, page, "Delivered");
        page.Find("tbody button").Click();
        page.WaitForAssertion(() => Assert.Contains("1 message is sent again", page.Find(".notice").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public async Task Its_buttons_test_it_switch_it_off_and_replace_its_secret()
    {
        await using var room = await OpenAsync();
        var endpoint = await room.EndpointAsync();
        await using var screen = Look(room).Ready();
        var dialogs = screen.Dialogs();
        var page = screen.Render<WebhookPage>(with => with.Add(p => p.Id, $"{endpoint.PublicId}"));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("button")));
        Button(page, "Send a test message").Click();
        page.WaitForAssertion(() => Assert.Contains("Test message", page.Find("tbody").TextContent, StringComparison.Ordinal));

        Button(page, "Replace secret").Click();
        dialogs.WaitForElement("[role=dialog]");
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Replace secret").Click();
        page.WaitForAssertion(() => Assert.StartsWith(WebhookSecrets.Prefix, page.Find("[readonly]").GetAttribute("value"), StringComparison.Ordinal));

        Button(page, "Switch off").Click();
        page.WaitForAssertion(() => Assert.Contains("Off", page.Find("h1").ParentElement!.TextContent, StringComparison.Ordinal));
        Assert.True(Button(page, "Send a test message").HasAttribute("disabled"));

        Button(page, "Edit").Click();
        page.WaitForElement("#name").Input("Shop");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("Shop", page.Find("h1").TextContent));
        Assert.Equal("Shop", (await room.ReadAsync(endpoint)).Name);
    }

    [Fact]
    public async Task An_unknown_one_says_so()
    {
        await using var room = await OpenAsync();
        await using var screen = Look(room).Ready();

        var page = screen.Render<WebhookPage>(with => with.Add(p => p.Id, "nonsense"));

        page.WaitForAssertion(() => Assert.Equal("There is no such webhook", page.Find("h2").TextContent));
    }

    [Fact]
    public async Task A_failed_read_can_be_repeated()
    {
        await using var room = await OpenAsync();
        await RenameAsync(room, "ALTER TABLE \"WebhookEndpoints\" RENAME TO \"Gone\"");
        await using var screen = Look(room).Ready();
        var page = screen.Render<WebhookList>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=alert] button")));
        await RenameAsync(room, "ALTER TABLE \"Gone\" RENAME TO \"WebhookEndpoints\"");

        page.Find("[role=alert] button").Click();

        page.WaitForAssertion(() => Assert.Equal("No webhook yet", page.Find("h2").TextContent));
    }

    [Fact]
    public async Task Who_may_not_look_sees_the_forbidden_state_and_it_is_recorded()
    {
        await using var room = await OpenAsync();
        await using var screen = Look(room, Roles.ComplianceOfficer).Ready();

        var list = screen.Render<WebhookList>();
        var page = screen.Render<WebhookPage>(with => with.Add(p => p.Id, "nonsense"));

        Assert.All<IRenderedComponent<Microsoft.AspNetCore.Components.IComponent>>([list, page], shown => shown.WaitForAssertion(() => Assert.Contains(shown.FindAll("h1"), heading => heading.TextContent == "No permission")));
        Assert.All(screen.Denials, denied => Assert.Contains(Permissions.ManageWebhooks, denied, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Every_state_has_words(string language)
    {
        await using var room = await OpenAsync();
        await using var screen = Look(room, language: language);
        var words = screen.Services.GetRequiredService<IStringLocalizer<WebhooksText>>();

        Assert.DoesNotContain(Enum.GetValues<WebhookState>(), state => words[$"State.{state}"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<DeliveryState>(), state => words[$"Delivery.{state}"].ResourceNotFound);
    }

    private static Task<WebhookRoom> OpenAsync() => WebhookRoom.OpenAsync(configure: services => services.AddWebhooks());

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<WebhookPage> page, string text) => page.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private static void Follows(WebhookRoom room, IRenderedComponent<WebhookPage> page, string text) => page.WaitForAssertion(() =>
    {
        room.Pass(TimeSpan.FromSeconds(1));
        Assert.Contains(text, page.Find("tbody").TextContent, StringComparison.Ordinal);
    });

    private static Screen Look(WebhookRoom room, string? role = Roles.Administrator, string language = "en")
    {
        var screen = new Screen(room.Here, role, language);
        screen.Services.AddSingleton(new WebhookOptions { AllowPrivateTargets = true });
        screen.Services.AddSingleton(room.Here.Get<WebhookMessages>());
        screen.Services.AddSingleton(room.Here.Get<WebhookSecrets>());
        screen.Services.AddSingleton(room.Here.Get<OutboxFeed>());
        screen.Services.AddWebhooks();
        return screen;
    }

    private static async Task RenameAsync(WebhookRoom room, string sql)
    {
        await using var db = room.Here.Open();
        await db.Database.ExecuteSqlRawAsync(sql, Token);
    }
}

using Bunit;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Features.Messages;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Tests.Features.Messages;

public sealed class SeeingTheOutboxTests
{
    private static readonly MessagesOptions Demo = new() { Gateway = MessageGateway.Demo };

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Nothing has been sent yet", "0 are waiting")]
    [InlineData("ru", "Пока ничего не отправлялось", "0 ожидают отправки")]
    public async Task Nothing_sent_says_so_after_loading(string language, string title, string figure)
    {
        await using var room = await Mailroom.OpenAsync(new ScriptedSender());
        await using var screen = Look(room, language: language);
        var page = screen.Render<MessageList>();
        Assert.NotEmpty(page.FindAll("[role=status]"));

        screen.Ready();

        page.WaitForAssertion(() => Assert.Equal(title, page.Find("h2").TextContent));
        Assert.Contains(page.FindAll(".figure"), shown => shown.TextContent == figure);
    }

    [Fact]
    public async Task Demo_mode_says_that_nothing_leaves_and_shows_the_code()
    {
        await using var room = await Mailroom.OpenAsync(null, Demo);
        await room.TellAsync(1, "Your code: 123456");
        await room.Dispatcher.DispatchAsync(Token);
        await using var screen = Look(room, Demo).Ready();

        var page = screen.Render<MessageList>();

        page.WaitForAssertion(() => Assert.Contains("Your code: 123456", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Contains("nothing leaves", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Contains("Sent", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(A.Number(1)[1..], page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elsewhere_no_text_is_shown_and_a_missing_gateway_is_said()
    {
        await using var room = await Mailroom.OpenAsync(null);
        await room.TellAsync(1, "Your code: 123456");
        await using var screen = Look(room).Ready();

        var page = screen.Render<MessageList>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.DoesNotContain("123456", page.Markup, StringComparison.Ordinal);
        Assert.Contains("No gateway is set up", page.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_failed_can_be_tried_now_by_who_may()
    {
        var sender = new ScriptedSender { Next = ScriptedSender.Failing };
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "hello");
        await room.Dispatcher.DispatchAsync(Token);
        await using (var officer = Look(room, role: Roles.ComplianceOfficer).Ready())
        {
            var seen = officer.Render<MessageList>();
            seen.WaitForAssertion(() => Assert.Contains("The gateway failed (503)", seen.Find("tbody").TextContent, StringComparison.Ordinal));
            Assert.Empty(seen.FindAll("tbody button"));
        }

        await using var screen = Look(room).Ready();
        var page = screen.Render<MessageList>();
        page.WaitForElement("tbody button").Click();

        page.WaitForAssertion(() => Assert.Equal(room.Here.Database.Now, room.RowsAsync().Result[0].DueAt));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task Trying_what_has_left_meanwhile_says_so()
    {
        var sender = new ScriptedSender { Next = ScriptedSender.Failing };
        await using var room = await Mailroom.OpenAsync(sender);
        await room.TellAsync(1, "hello");
        await room.Dispatcher.DispatchAsync(Token);
        await using var screen = Look(room).Ready();
        var page = screen.Render<MessageList>();
        page.WaitForElement("tbody button");
        await using (var db = room.Here.Open())
        {
            await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.DeliveredAt, room.Here.Database.Now), Token);
        }

        page.Find("tbody button").Click();

        page.WaitForAssertion(() => Assert.Contains("not waiting for another try", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_follows_the_outbox()
    {
        await using var room = await Mailroom.OpenAsync(new ScriptedSender());
        await using var screen = Look(room).Ready();
        var page = screen.Render<MessageList>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("h2")));

        await room.TellAsync(1, "hello");
        page.WaitForAssertion(() =>
        {
            room.Pass(TimeSpan.FromSeconds(1));
            Assert.Contains("Waiting", page.Find("tbody").TextContent, StringComparison.Ordinal);
        });

        await room.Dispatcher.DispatchAsync(Token);
        page.WaitForAssertion(() =>
        {
            room.Pass(TimeSpan.FromSeconds(1));
            Assert.Contains("Sent", page.Find("tbody").TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Links_lead_to_the_next_and_the_last_page()
    {
        await using var room = await Mailroom.OpenAsync(new ScriptedSender());
        for (var n = 0; n < 60; n++)
        {
            await room.TellAsync(1, "hello");
        }

        await using var screen = Look(room).Ready();
        var page = screen.Render<MessageList>();

        page.WaitForAssertion(() => Assert.EndsWith("?older=11", page.Find("[aria-label='Next page']").GetAttribute("href"), StringComparison.Ordinal));
        Assert.EndsWith("?at=last", page.Find("[aria-label='Last page']").GetAttribute("href"), StringComparison.Ordinal);
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/messages?older=11");
        page.WaitForAssertion(() => Assert.Equal(10, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public async Task A_failed_read_can_be_repeated()
    {
        await using var room = await Mailroom.OpenAsync(new ScriptedSender());
        await RenameAsync(room, "ALTER TABLE \"Outbox\" RENAME TO \"Gone\"");
        await using var screen = Look(room).Ready();
        var page = screen.Render<MessageList>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=alert] button")));
        await RenameAsync(room, "ALTER TABLE \"Gone\" RENAME TO \"Outbox\"");

        page.Find("[role=alert] button").Click();

        page.WaitForAssertion(() => Assert.Equal("Nothing has been sent yet", page.Find("h2").TextContent));
    }

    [Fact]
    public async Task Who_may_not_look_sees_the_forbidden_state_and_it_is_recorded()
    {
        await using var room = await Mailroom.OpenAsync(new ScriptedSender());
        await using var screen = Look(room, role: Roles.Marketer).Ready();

        var page = screen.Render<MessageList>();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("h1"), heading => heading.TextContent == "No permission"));
        Assert.Contains(Permissions.ViewMessages, Assert.Single(screen.Denials), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Every_state_failure_and_kind_has_words(string language)
    {
        await using var room = await Mailroom.OpenAsync(new ScriptedSender());
        await using var screen = Look(room, language: language);
        var words = screen.Services.GetRequiredService<IStringLocalizer<MessagesText>>();

        Assert.DoesNotContain(Enum.GetValues<MessageState>(), state => words[$"State.{state}"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<FailureKind>(), kind => words[$"Failure.{kind}"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<ReplyOutcome>(), outcome => words[$"Replied.{outcome}"].ResourceNotFound);
        Assert.DoesNotContain([MessageKinds.ConfirmationCode, MessageKinds.OptOutAnswer, MessageKinds.HelpAnswer, MessageKinds.OptInAnswer], kind => words[$"Kind.{kind}"].ResourceNotFound);
    }

    private static Screen Look(Mailroom room, MessagesOptions? options = null, string? role = Roles.Administrator, string language = "en")
    {
        var screen = new Screen(room.Here, role, language);
        screen.Services.AddSingleton(options ?? new());
        screen.Services.AddSingleton(room.Here.Get<TextMessages>());
        screen.Services.AddSingleton(room.Here.Get<ReceiveReply>());
        screen.Services.AddSingleton(room.Here.Get<OutboxBacklog>());
        screen.Services.AddSingleton(room.Here.Get<OutboxFeed>());
        screen.Services.AddSingleton(room.Here.Get<WriteGate>());
        screen.Services.AddMessages();
        return screen;
    }

    private static async Task RenameAsync(Mailroom room, string sql)
    {
        await using var db = room.Here.Open();
        await db.Database.ExecuteSqlRawAsync(sql, Token);
    }
}

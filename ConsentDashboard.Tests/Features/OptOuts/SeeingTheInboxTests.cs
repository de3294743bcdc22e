using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Tests.Features.OptOuts;

public sealed class SeeingTheInboxTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Nothing waits", "0 wait")]
    [InlineData("ru", "Ничего не ждёт", "0 ждут решения")]
    public async Task An_empty_inbox_says_so_after_loading(string language, string title, string figure)
    {
        await using var box = await Mailbox.OpenAsync();
        await using var screen = new Screen(box.Here, language: language);
        var page = screen.Render<Inbox>();
        Assert.NotEmpty(page.FindAll("[role=status]"));

        screen.Ready();

        page.WaitForAssertion(() => Assert.Equal(title, page.Find("h2").TextContent));
        Assert.Equal(figure, page.Find(".figure").TextContent);
    }

    [Fact]
    public async Task A_message_shows_who_wrote_what_the_words_that_count_and_the_clock_of_the_law()
    {
        await using var box = await Mailbox.OpenAsync();
        await box.PausedAsync(1, "I said no more. No more!", "no more");
        box.Pass(TimeSpan.FromHours(3));
        await using var screen = new Screen(box.Here).Ready();

        var item = Items(screen.Render<Inbox>())[0];

        Assert.Equal("I said no more. No more!", item.QuerySelector("blockquote")!.TextContent);
        Assert.Equal(["no more"], item.QuerySelectorAll("mark").Select(mark => mark.TextContent));
        Assert.Contains("overdue by 3 h", item.TextContent, StringComparison.Ordinal);
        Assert.Equal("at once (Russia, 38-FZ art. 18(1))", item.QuerySelector("[title^='at once']")!.GetAttribute("title"));
        Assert.Contains("Contact paused since", item.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/subscribers/", item.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain(A.Number(1)[1..], item.OuterHtml, StringComparison.Ordinal);
        Assert.Equal(["W", "N"], item.QuerySelectorAll("[aria-keyshortcuts]").Select(button => button.GetAttribute("aria-keyshortcuts")));
        Assert.Equal("0", item.GetAttribute("tabindex"));
    }

    [Fact]
    public async Task Each_button_does_what_it_says_the_next_takes_the_focus_and_it_is_said()
    {
        await using var box = await Mailbox.OpenAsync();
        var (first, second, third) = (await box.PausedAsync(1), await box.PausedAsync(2), await box.PausedAsync(3));
        await using var screen = new Screen(box.Here).Ready();
        var script = screen.JSInterop.SetupModule("/inbox.js");
        script.Mode = JSRuntimeMode.Loose;
        var page = screen.Render<Inbox>();

        Items(page)[0].QuerySelector("form")!.Submit();
        page.WaitForAssertion(() => Assert.Contains("is withdrawn from North Shop", page.Find(".notice.good").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal($"{second.PublicId}", script.VerifyInvoke("focus").Arguments[0]));
        Button(page, 0, "Not an opt-out").Click();
        page.WaitForAssertion(() => Assert.Contains("goes on", page.Find(".notice.good").TextContent, StringComparison.Ordinal));
        Button(page, 0, "Withdraw from all senders").Click();
        page.WaitForAssertion(() => Assert.Contains("from all senders", page.Find(".notice.good").TextContent, StringComparison.Ordinal));

        page.WaitForAssertion(() => Assert.Equal("Nothing waits", page.Find("h2").TextContent));
        Assert.Equal([InboxState.Withdrawn, InboxState.NotAnOptOut, InboxState.Withdrawn], new[] { await box.FindAsync(first), await box.FindAsync(second), await box.FindAsync(third) }.Select(m => m.State));
    }

    [Fact]
    public async Task A_number_that_could_not_be_read_asks_for_the_right_one()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.StrangerAsync("ANNA", InboxReason.UnreadableNumber);
        await using var screen = new Screen(box.Here).Ready();
        var page = screen.Render<Inbox>();
        Assert.Contains("From: ANNA", Items(page)[0].TextContent, StringComparison.Ordinal);

        Items(page)[0].QuerySelector("form")!.Submit();
        page.WaitForAssertion(() => Assert.Equal("Type the number that is to be withdrawn.", page.Find($"#number-{message.PublicId}-error").TextContent));
        Button(page, 0, "Not an opt-out").Click();
        page.WaitForAssertion(() => Assert.NotNull(page.Find($"#note-{message.PublicId}-error")));
        page.Find($"#number-{message.PublicId}").Input("+7 916 000-00-05");
        Items(page)[0].QuerySelector("form")!.Submit();

        page.WaitForAssertion(() => Assert.Equal("Nothing waits", page.Find("h2").TextContent));
        Assert.Single(await box.EventsAsync(ConsentEventType.Withdrawn));
    }

    [Fact]
    public async Task Who_only_reads_has_no_buttons()
    {
        await using var box = await Mailbox.OpenAsync();
        await box.PausedAsync(1);
        await using var screen = new Screen(box.Here, Roles.Auditor).Ready();

        var page = screen.Render<Inbox>();

        Assert.Empty(Items(page)[0].QuerySelectorAll("button"));
        Assert.NotNull(page.Find("blockquote"));
        Assert.Empty(page.FindAll("details"));
    }

    [Fact]
    public async Task Who_may_not_look_sees_the_forbidden_state_and_it_is_recorded()
    {
        await using var box = await Mailbox.OpenAsync();
        await using var screen = new Screen(box.Here, Roles.Marketer).Ready();

        var page = screen.Render<Inbox>();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("h1"), heading => heading.TextContent == "No permission"));
        Assert.Contains(Permissions.ViewInbox, Assert.Single(screen.Denials), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_officer_decides_disappears_by_itself()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.PausedAsync(1);
        await using var screen = new Screen(box.Here).Ready();
        var page = screen.Render<Inbox>();
        Assert.Single(Items(page));

        await box.Handle.ExecuteAsync(new() { Message = message.PublicId }, Staff.Officer, Token);

        page.WaitForAssertion(() =>
        {
            box.Pass(TimeSpan.FromSeconds(1));
            Assert.Equal("Nothing waits", page.Find("h2").TextContent);
        });
    }

    [Fact]
    public async Task What_was_decided_a_moment_ago_by_another_says_so()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.PausedAsync(1);
        await using var screen = new Screen(box.Here).Ready();
        var page = screen.Render<Inbox>();
        Assert.Single(Items(page));
        await box.Here.Get<InboxClaims>().TakeAsync(message, Staff.Of(Roles.ComplianceOfficer));

        Items(page)[0].QuerySelector("form")!.Submit();

        page.WaitForAssertion(() => Assert.Contains("Somebody else is deciding", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_handled_stands_with_its_decision_and_may_be_withdrawn_after_all()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.PausedAsync(1);
        await box.Handle.ExecuteAsync(new() { Message = message.PublicId, Decision = InboxDecision.NotAnOptOut }, Staff.Officer, Token);
        await using var screen = new Screen(box.Here).Ready();
        Go(screen, "/opt-outs?view=handled");
        var page = screen.Render<Inbox>();
        page.WaitForAssertion(() => Assert.Contains("Not an opt-out", page.Find("tbody").TextContent, StringComparison.Ordinal));

        page.Find("tbody button").Click();

        page.WaitForAssertion(() => Assert.Contains("Withdrawn", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Equal(InboxState.Withdrawn, (await box.FindAsync(message)).State);
    }

    [Fact]
    public async Task Samples_are_apart_and_have_no_clock()
    {
        await using var box = await Mailbox.OpenAsync();
        await box.SampleAsync(1);
        await using var screen = new Screen(box.Here).Ready();
        Go(screen, "/opt-outs?view=samples");

        var item = Items(screen.Render<Inbox>())[0];

        Assert.Empty(item.QuerySelectorAll(".chip"));
        Assert.Contains("Read as an ordinary message", item.TextContent, StringComparison.Ordinal);
        Assert.Contains(item.QuerySelectorAll("button"), button => button.TextContent.StartsWith("This was an opt-out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Timeliness_says_how_fast_each_door_was_in_the_period_of_the_address()
    {
        await using var box = await Mailbox.OpenAsync();
        await box.Here.Ledger.RecordAsync(box.Here.Stop(1) with { ArrivedAt = box.Here.Database.Now.AddMilliseconds(-10) });
        await box.Here.Ledger.RecordAsync(box.Here.Stop(2) with { ArrivedAt = box.Here.Database.Now.AddSeconds(-30) });
        await using var screen = new Screen(box.Here).Ready();
        Go(screen, "/opt-outs?view=timeliness&days=7");

        var page = screen.Render<Inbox>();

        page.WaitForAssertion(() => Assert.Equal(["All doors", "Reply by SMS"], page.FindAll("tbody td:first-child").Select(cell => cell.TextContent)));
        Assert.Equal("7 days", page.Find("[aria-current=true]").TextContent);
        var cells = page.FindAll("tbody tr")[1].QuerySelectorAll("td").Select(cell => cell.TextContent).ToArray();
        Assert.Equal(("2", "at most 12 ms", "50.0%"), (cells[1], cells[2], cells[5].Replace(" ", "", StringComparison.Ordinal)));
        Go(screen, "/opt-outs?view=timeliness&days=5");
        page.WaitForAssertion(() => Assert.Equal("30 days", page.Find("[aria-current=true]").TextContent));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Every_state_reason_verdict_law_and_clock_has_words(string language)
    {
        await using var box = await Mailbox.OpenAsync();
        await using var screen = new Screen(box.Here, language: language);
        var text = screen.Services.GetRequiredService<IStringLocalizer<OptOutsText>>();
        var words = screen.Services.GetRequiredService<InboxWords>();

        Assert.DoesNotContain(Enum.GetValues<InboxState>(), state => text[$"State.{state}"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<InboxReason>(), reason => text[$"Reason.{reason}"].ResourceNotFound);
        Assert.DoesNotContain(Enum.GetValues<ReplyKind>(), kind => text[$"Verdict.{kind}"].ResourceNotFound);
        Assert.DoesNotContain(KnownDeadlines.All.Append(KnownDeadlines.California), rule => text[$"Law.{rule.Code}"].ResourceNotFound);
        Assert.All(
            new (DeadlineClock Clock, string En, string Ru)[]
            {
                (new(DeadlineClockKind.BusinessDaysLeft, 8, default), "8 business days left", "осталось 8 рабочих дней"),
                (new(DeadlineClockKind.BusinessDaysLeft, 1, default), "1 business day left", "остался 1 рабочий день"),
                (new(DeadlineClockKind.DaysLeft, 3, default), "3 days left", "осталось 3 дня"),
                (new(DeadlineClockKind.DueToday, 0, default), "due today", "срок сегодня"),
                (new(DeadlineClockKind.Overdue, 0, TimeSpan.FromSeconds(5)), "due now", "срок сейчас"),
                (new(DeadlineClockKind.Overdue, 0, TimeSpan.FromMinutes(59)), "overdue by 59 min", "просрочено на 59 мин"),
                (new(DeadlineClockKind.Overdue, 0, TimeSpan.FromHours(3)), "overdue by 3 h", "просрочено на 3 ч"),
                (new(DeadlineClockKind.Overdue, 0, TimeSpan.FromDays(4)), "overdue by 4 days", "просрочено на 4 дн."),
            },
            shown => Assert.Equal(language == "ru" ? shown.Ru : shown.En, words.Of(shown.Clock)));
    }

    [Fact]
    public async Task While_another_view_is_read_no_message_of_the_one_before_can_be_decided()
    {
        await using var box = await Mailbox.OpenAsync();
        await box.PausedAsync(1);
        await using var screen = new Screen(box.Here).Ready();
        var visitor = HeldVisitor.Of(screen, Roles.ComplianceOfficer);
        var page = screen.Render<Inbox>();
        Button(page, 0, "Withdraw").Click();
        page.WaitForElement("h2");
        Go(screen, "/opt-outs?view=handled");
        page.WaitForElement("blockquote");

        visitor.Hold();
        Go(screen, "/opt-outs");
        page.WaitForAssertion(() => Assert.Equal("/opt-outs", page.Find("[aria-current=page]").GetAttribute("href")));
        Assert.Empty(page.FindAll("[data-inbox], blockquote"));
        visitor.Release();

        page.WaitForAssertion(() => Assert.Equal("Nothing waits", page.Find("h2").TextContent));
    }

    private static void Go(Screen screen, string address) => screen.Services.GetRequiredService<NavigationManager>().NavigateTo(address);

    private static IReadOnlyList<IElement> Items(IRenderedComponent<Inbox> page)
    {
        page.WaitForElement("[data-inbox] li");
        return page.FindAll("[data-inbox] li");
    }

    private static IElement Button(IRenderedComponent<Inbox> page, int item, string label)
    {
        page.WaitForAssertion(() => Assert.DoesNotContain(page.FindAll("[data-inbox] button"), button => button.HasAttribute("disabled")));
        return Items(page)[item].QuerySelectorAll("button").Single(button => (button.FirstChild?.TextContent ?? "") == label);
    }
}

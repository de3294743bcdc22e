using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class SeeingRestrictionsTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Restrict…", "Restrict", "Staff cannot take it back", "3 to 500", "The person is restricted.", "Kept only as proof")]
    [InlineData("ru", "Ограничить обработку…", "Ограничить", "Сотрудники отменить это не могут", "от 3 до 500", "Обработка данных этого человека ограничена.", "Хранится только как доказательство")]
    public async Task The_dialog_says_what_it_does_and_the_page_closes_behind_it(string language, string open, string restrict, string warns, string wrong, string done, string closed)
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var screen = new Screen(here, language: language).Ready();
        var dialogs = screen.Dialogs();
        var page = Open(screen, person);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("details[data-menu]")));

        _ = Press(page, open);
        dialogs.WaitForAssertion(() => Assert.Contains(warns, dialogs.Find("ul").TextContent, StringComparison.Ordinal));
        await Press(dialogs, restrict);
        dialogs.WaitForAssertion(() => Assert.Contains(wrong, dialogs.Find(".validation-message").TextContent, StringComparison.Ordinal));
        await dialogs.Find("#restrict-reason").InputAsync(new() { Value = "she disputes it" });
        await Press(dialogs, restrict);

        page.WaitForAssertion(() => Assert.Contains(closed, page.Markup, StringComparison.Ordinal));
        Assert.Equal(done, page.Find(".notice.good[role=status]").TextContent);
        Assert.DoesNotContain("•••", page.Markup, StringComparison.Ordinal);
        await using var db = here.Open();
        Assert.Equal(Standing.Restricted, (await db.Subscribers.SingleAsync(Token)).Standing);
    }

    [Fact]
    public async Task A_page_that_another_watches_closes_too_and_opens_with_a_reason_to_an_officer()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var officer = new Screen(here).Ready();
        await using var marketer = new Screen(here, Roles.Marketer).Ready();
        var (page, watching) = (Open(officer, person), Open(marketer, person));
        page.WaitForAssertion(() => Assert.Contains("May be contacted by SMS", page.Markup, StringComparison.Ordinal));
        watching.WaitForAssertion(() => Assert.Contains("May be contacted by SMS", watching.Markup, StringComparison.Ordinal));

        Assert.Null((await Restrict(here).ExecuteAsync(new(Guid.CreateVersion7(), person, "she disputes it"), Staff.Officer, Token)).Error);

        watching.WaitForAssertion(() => Assert.Contains("A compliance officer can open it", watching.Markup, StringComparison.Ordinal));
        page.WaitForElement("#open-reason").Input("a court asks");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("No contact: restricted", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Reason: she disputes it", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent == "Restrict…");
        Assert.Contains(page.FindAll("button"), button => button.TextContent == "Record an opt-in");
    }

    [Fact]
    public async Task While_a_hold_stands_the_dialog_says_so_and_asks_for_nothing()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await new PlaceHold(here.Database.Contexts, here.Ledger, here.Database.Vault, here.Database.Clock).ExecuteAsync(new() { Subscriber = person, Reason = "case 12/26" }, Staff.Officer, Token);
        await using var screen = new Screen(here).Ready();
        var dialogs = screen.Dialogs();
        var page = Open(screen, person);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("details[data-menu]")));

        _ = Press(page, "Restrict…");

        dialogs.WaitForAssertion(() => Assert.Contains("End the hold first", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(dialogs.FindAll("#restrict-reason"));
        Assert.DoesNotContain(dialogs.FindAll("button"), button => button.TextContent == "Restrict");
    }

    [Fact]
    public async Task What_somebody_else_did_meanwhile_is_said_in_the_dialog()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var screen = new Screen(here).Ready();
        var dialogs = screen.Dialogs();
        var page = Open(screen, person);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("details[data-menu]")));
        _ = Press(page, "Restrict…");
        dialogs.WaitForElement("#restrict-reason").Input("she disputes it");

        await Restrict(here).ExecuteAsync(new(Guid.CreateVersion7(), person, "another officer"), Staff.Officer, Token);
        await Press(dialogs, "Restrict");

        dialogs.WaitForAssertion(() => Assert.Equal("This person is restricted already.", dialogs.Find(".notice.bad[role=alert]").TextContent));
        await using var db = here.Open();
        Assert.Single(await db.AuditEntries.Where(e => e.Action == AuditAction.SubscriberRestricted).ToListAsync(Token));
    }

    private static async Task<PublicId> OptedInAsync(Installation here) => (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.PublicId;

    private static RestrictSubscriber Restrict(Installation here) => new(here.Database.Contexts, here.Ledger, here.Database.Vault, here.Database.Clock);

    private static IRenderedComponent<SubscriberProfile> Open(Screen screen, PublicId person) =>
        screen.Render<SubscriberProfile>(parameters => parameters.Add(page => page.Id, person.ToString()));

    private static Task Press<T>(IRenderedComponent<T> on, string text)
        where T : IComponent => on.FindAll("button").Single(button => button.TextContent.Trim() == text).ClickAsync(new());
}

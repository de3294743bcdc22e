using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class SeeingAProfileTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "May be contacted by SMS", "Given · 1 Jun 2026", "1 event verified")]
    [InlineData("ru", "Можно писать SMS", "Дано · 1 июн. 2026", "1 событие проверено")]
    public async Task The_page_answers_may_we_since_when_and_whether_the_ledger_holds(string language, params string[] answers)
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var screen = new Screen(here, language: language).Ready();

        var page = Open(screen, person);

        page.WaitForAssertion(() => Assert.All(answers, answer => Assert.Contains(answer, page.Markup, StringComparison.Ordinal)));
        Assert.Contains("+7 ••• •••-00-01", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("9160000001", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_is_shown_until_there_is_something()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var screen = new Screen(here);

        var page = Open(screen, person);
        Assert.Contains("Loading", page.Find("[role=status]").TextContent, StringComparison.Ordinal);

        screen.Ready();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("h1")));
    }

    [Theory]
    [InlineData("00000000007")]
    [InlineData("nonsense")]
    [InlineData("+79160000001")]
    public async Task An_address_of_nobody_says_so_and_leads_back(string id)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here).Ready();

        var page = screen.Render<SubscriberProfile>(parameters => parameters.Add(p => p.Id, id));

        page.WaitForAssertion(() => Assert.Contains("There is no such subscriber", page.Markup, StringComparison.Ordinal));
        Assert.Equal("/subscribers", page.Find("a").GetAttribute("href"));
    }

    [Fact]
    public async Task Who_may_not_look_sees_no_access_and_it_is_recorded()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var screen = new Screen(here, role: null).Ready();

        var page = Open(screen, person);

        page.WaitForAssertion(() => Assert.Contains("No permission", page.Find("[role=alert]").TextContent, StringComparison.OrdinalIgnoreCase));
        Assert.Equal([Permissions.ViewSubscriber], screen.Denials);
    }

    [Fact]
    public async Task A_failure_shows_a_reference_and_can_be_tried_again()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var db = here.Open();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE NoticeVersions RENAME TO Gone", Token);
        await using var screen = new Screen(here).Ready();

        var page = Open(screen, person);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[role=alert] code")));
        Assert.DoesNotContain("NoticeVersions", page.Markup, StringComparison.Ordinal);

        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Gone RENAME TO NoticeVersions", Token);
        await page.FindAll("button").Single(button => button.TextContent == "Try again").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Single(page.FindAll("h1")));
    }

    [Theory]
    [InlineData(Roles.ComplianceOfficer, true, true, true)]
    [InlineData(Roles.Marketer, false, false, false)]
    [InlineData(Roles.SupportAgent, true, false, false)]
    [InlineData(Roles.Administrator, true, false, false)]
    [InlineData(Roles.Auditor, false, false, true)]
    public async Task Each_role_sees_the_actions_it_may_take(string role, bool withdraw, bool reveal, bool evidence)
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var screen = new Screen(here, role).Ready();

        var page = Open(screen, person);

        page.WaitForAssertion(() => Assert.Single(page.FindAll("h1")));
        var buttons = page.FindAll("button").Select(button => button.TextContent).ToList();
        Assert.Equal((withdraw, reveal, evidence), (buttons.Contains("Withdraw…"), buttons.Contains("Reveal…"), buttons.Exists(text => text == "evidence")));
    }

    [Fact]
    public async Task A_withdrawal_in_one_browser_appears_in_the_other()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var first = new Screen(here).Ready();
        await using var second = new Screen(here, Roles.SupportAgent).Ready();
        var dialogs = second.Dialogs();
        var (watching, acting) = (Open(first, person), Open(second, person));
        watching.WaitForAssertion(() => Assert.Contains("May be contacted by SMS", watching.Markup, StringComparison.Ordinal));
        acting.WaitForAssertion(() => Assert.Contains("May be contacted by SMS", acting.Markup, StringComparison.Ordinal));
        here.Database.Clock.Advance(TimeSpan.FromHours(1));

        _ = Button(acting, "Withdraw…").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("North Shop · SMS · Promotional (1 Jun 2026)", dialogs.Markup, StringComparison.Ordinal));
        await Button(dialogs, "Withdraw").ClickAsync(new());

        watching.WaitForAssertion(() => Assert.Contains("No contact: withdrawn", watching.Markup, StringComparison.Ordinal));
        watching.WaitForAssertion(() => Assert.Contains("2 events verified", watching.Markup, StringComparison.Ordinal));
        acting.WaitForAssertion(() => Assert.Contains("The withdrawal is in force.", acting.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_is_gone_follows_nothing_any_more()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        var screen = new Screen(here).Ready();
        var page = Open(screen, person);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("h1")));

        await screen.DisposeAsync();

        Assert.False((await here.Ledger.RecordAsync(here.Stop(1))).Failed);
    }

    [Fact]
    public async Task A_revealed_number_hides_again_after_a_minute()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var screen = new Screen(here).Ready();
        var dialogs = screen.Dialogs();
        var page = Open(screen, person);
        page.WaitForAssertion(() => Button(page, "Reveal…"));

        _ = Button(page, "Reveal…").ClickAsync(new());
        dialogs.WaitForElement("textarea").Input("no");
        await Button(dialogs, "Reveal").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("5 to 500 characters", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        dialogs.Find("textarea").Input("She asked for a copy");
        await Button(dialogs, "Reveal").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("+7 916 000-00-01", page.Find("h1").TextContent.Trim()));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        page.WaitForAssertion(() => Assert.Contains("•••", page.Find("h1").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("Reason: She asked for a copy", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("916", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_opens_beside_the_page()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var screen = new Screen(here, Roles.Auditor).Ready();
        var dialogs = screen.Dialogs();
        var page = Open(screen, person);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("h1")));

        await page.Find("[aria-label='Evidence of event 1']").ClickAsync(new());

        dialogs.WaitForAssertion(() => Assert.Contains("The evidence is exactly what was recorded.", dialogs.Markup, StringComparison.Ordinal));
        Assert.Contains("198.51.•.•", dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains("May we text you?", dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_event_is_named()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        here.Database.Clock.Advance(TimeSpan.FromHours(1));
        await here.Ledger.RecordAsync(here.Stop(1));
        await using var db = here.Open();
        await db.ConsentEvents.Where(e => e.Seq == 2).ExecuteUpdateAsync(set => set.SetProperty(e => e.OccurredAt, here.Database.Now.AddDays(3)), Token);
        await using var screen = new Screen(here).Ready();

        var page = Open(screen, person);

        page.WaitForAssertion(() => Assert.Contains("Event 2: the event was changed", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_that_only_ever_said_stop_is_explained_instead_of_shown()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.Stop(1, sender: here.Shop))).Value!.PublicId;
        await using var screen = new Screen(here).Ready();

        var page = Open(screen, person);

        page.WaitForAssertion(() => Assert.Contains("Number not kept", page.Find("h1").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent == "Reveal…");
        Assert.NotNull(Button(page, "Withdraw…"));
    }

    [Fact]
    public async Task A_cell_is_chosen_and_dated_by_the_address()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        var asked = here.Database.Now.AddHours(1);
        here.Database.Clock.Advance(TimeSpan.FromDays(10));
        await here.Ledger.RecordAsync(here.Stop(1));
        await using var screen = new Screen(here).Ready();
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(new ProfileAddress { Sender = here.Shop.PublicId, Channel = Channel.Sms, MessageType = MessageType.Promotional, At = asked }.For(person));

        var page = Open(screen, person);

        page.WaitForAssertion(() => Assert.Contains("Consent was given on 1 Jun 2026 on the wording “North Shop news” v1 (ru)", page.Markup, StringComparison.Ordinal));
        Assert.Contains("As known on 1 Jun 2026, 03:00", page.Markup, StringComparison.Ordinal);
    }

    private static async Task<PublicId> OptedInAsync(Installation here) => (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.PublicId;

    private static IRenderedComponent<SubscriberProfile> Open(Screen screen, PublicId person) =>
        screen.Render<SubscriberProfile>(parameters => parameters.Add(page => page.Id, person.ToString()));

    private static IElement Button(IRenderedComponent<IComponent> from, string text) =>
        from.FindAll("button").Single(button => button.TextContent.Trim() == text);
}

using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Features.OptOuts.Annulments;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.OptOuts.Annulments;

public sealed class SeeingAnnulmentsTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "12 withdrawals from one address within 6 minutes")]
    [InlineData("ru", "12 отзывов с одного адреса за 6 минут")]
    public async Task A_burst_stands_above_the_inbox_and_goes_when_it_is_closed(string language, string alarm)
    {
        await using var desk = await Desk.OpenAsync();
        await desk.BurstAsync(11);
        desk.Pass(TimeSpan.FromMinutes(6));
        await desk.FormAsync(12);
        await desk.LookAsync();
        var burst = (await desk.BurstsAsync())[0];
        await using var screen = new Screen(desk.Here, language: language).Ready();

        var page = screen.Render<Inbox>();

        page.WaitForAssertion(() => Assert.Equal(alarm, page.Find(".notice.warn strong").TextContent));
        Assert.Equal($"/opt-outs/bursts/{burst.PublicId}", page.Find(".notice.warn a").GetAttribute("href"));
        await desk.Close.ExecuteAsync(burst.PublicId, Desk.Second, Token);
        desk.Pass(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".notice.warn")));
    }

    [Fact]
    public async Task A_burst_shows_its_withdrawals_page_by_page()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.BurstAsync(30);
        await using var screen = new Screen(desk.Here).Ready();

        var page = Burst(screen, (await desk.BurstsAsync())[0]);

        var rows = Shown(page, "tbody tr");
        Assert.Equal(AnnulmentQueries.PageSize, rows.Count);
        Assert.StartsWith("/subscribers/", rows[0].QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("All senders", rows[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(A.Number(1)[1..], page.Markup, StringComparison.Ordinal);
        Assert.Equal("30 withdrawals", page.Find(".figure").TextContent);

        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(page.Find("nav.pager [aria-label='Next page']").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public async Task All_are_asked_for_in_a_dialog_and_another_person_agrees_on_the_same_page()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.BurstAsync(10);
        var burst = (await desk.BurstsAsync())[0];
        await using (var screen = new Screen(desk.Here).Ready())
        {
            var dialogs = screen.Dialogs();
            var page = Burst(screen, burst);
            Shown(page, "tbody tr");
            Button(page, "Ask to annul all").Click();
            dialogs.WaitForAssertion(() => Assert.NotEmpty(dialogs.FindAll("#annul-reason")));
            dialogs.Find("form").Submit();
            dialogs.WaitForAssertion(() => Assert.Contains("Say why", dialogs.Find("form").TextContent, StringComparison.Ordinal));
            dialogs.Find("#annul-reason").Input("a script");
            dialogs.Find("#annul-evidence").Input("ticket 42");
            dialogs.Find("form").Submit();
            page.WaitForAssertion(() => Assert.Contains("10 annulments asked for", page.Find(".notice.good").TextContent, StringComparison.Ordinal));
            page.WaitForAssertion(() => Assert.Equal("10 requests wait for a second person", page.Find("#burst-waiting").TextContent));
            Assert.True(Button(page, "Annul all (10)").HasAttribute("disabled"));
            Assert.Contains("another person has to decide", page.Find("#why-burst").TextContent, StringComparison.Ordinal);
        }

        await using var other = new Screen(desk.Here, Roles.Administrator).Ready();
        var theirs = Burst(other, burst);
        theirs.WaitForAssertion(() => Assert.NotEmpty(theirs.FindAll("#note-burst")));
        theirs.Find("#note-burst").Input("seen in the log");
        theirs.Find("form").Submit();

        theirs.WaitForAssertion(() => Assert.Contains("10 withdrawals are annulled", theirs.Find(".notice.good").TextContent, StringComparison.Ordinal));
        Assert.Equal(10, (await desk.AnnulledAsync()).Count);
    }

    [Fact]
    public async Task Ones_own_request_waits_with_the_reason_why_and_anothers_is_decided()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.AskAsync(await desk.FormAsync(1));
        await desk.AskAsync(await desk.FormAsync(2), Desk.Second);
        await using var screen = new Screen(desk.Here).Ready();
        var page = screen.Render<AnnulmentList>();
        Shown(page, "li");

        Assert.Equal([true, false], Buttons(page, "Annul the withdrawal").Select(button => button.HasAttribute("disabled")));
        Assert.Equal([true, false], Buttons(page, "Refuse").Select(button => button.HasAttribute("disabled")));
        Assert.Contains("You asked for it", page.Find("li").TextContent, StringComparison.Ordinal);
        Assert.Equal("a prank by a colleague", page.Find("blockquote").TextContent);

        page.FindAll("form")[1].Submit();
        page.WaitForAssertion(() => Assert.Contains("Write a note", page.FindAll("li")[1].TextContent, StringComparison.Ordinal));
        page.FindAll("textarea")[1].Input("heard it");
        page.FindAll("form")[1].Submit();

        page.WaitForAssertion(() => Assert.Contains("The withdrawal is annulled", page.Find(".notice.good").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("li")));
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/opt-outs/annulments?view=decided");
        page.WaitForAssertion(() => Assert.Contains("heard it", page.Find("li").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_person_asks_for_appears_by_itself()
    {
        await using var desk = await Desk.OpenAsync();
        var withdrawal = await desk.FormAsync(1);
        await using var screen = new Screen(desk.Here, Roles.Administrator).Ready();
        var page = screen.Render<AnnulmentList>();
        page.WaitForAssertion(() => Assert.Equal("Nothing waits", page.Find("h2").TextContent));

        await desk.AskAsync(withdrawal);

        page.WaitForAssertion(() =>
        {
            desk.Pass(TimeSpan.FromSeconds(1));
            Assert.Single(page.FindAll("li"));
        });
    }

    [Fact]
    public async Task An_agent_asks_from_the_persons_history()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var slip = await desk.CallAsync(1, desk.Here.Shop);
        await using var db = desk.Here.Open();
        var id = await db.Subscribers.Select(s => s.PublicId).SingleAsync(Token);
        await using var screen = new Screen(desk.Here, Roles.SupportAgent).Ready();
        var profile = screen.Render<SubscriberProfile>(parameters => parameters.Add(shown => shown.Id, $"{id}"));
        profile.WaitForAssertion(() => Assert.NotEmpty(profile.FindAll("a[href*='annulments/new']")));
        var address = profile.Find("a[href*='annulments/new']").GetAttribute("href")!;
        Assert.Equal($"/opt-outs/annulments/new?event={slip.EventKey}", address);

        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = screen.Render<NewAnnulment>();
        page.WaitForAssertion(() => Assert.Contains("North Shop", page.Find("p").TextContent, StringComparison.Ordinal));
        page.Find("#annul-reason").Input("another caller");
        page.Find("#annul-evidence").Input("recording 17");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Another person has to agree", page.Find(".notice.good").TextContent, StringComparison.Ordinal));
        Assert.Equal(("another caller", AnnulmentStatus.Waiting), (await desk.RequestsAsync()).Select(r => (r.Reason, r.Status)).Single());
    }

    [Fact]
    public async Task Who_may_not_look_sees_the_forbidden_state()
    {
        await using var desk = await Desk.OpenAsync();
        await using var screen = new Screen(desk.Here, Roles.Marketer).Ready();

        var page = screen.Render<AnnulmentList>();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("h1"), heading => heading.TextContent == "No permission"));
    }

    private static IRenderedComponent<BurstPage> Burst(Screen screen, WithdrawalBurst burst)
    {
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"/opt-outs/bursts/{burst.PublicId}");
        return screen.Render<BurstPage>(parameters => parameters.Add(page => page.Id, $"{burst.PublicId}"));
    }

    private static IReadOnlyList<IElement> Shown<T>(IRenderedComponent<T> page, string what)
        where T : IComponent
    {
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(what)));
        return page.FindAll(what);
    }

    private static IElement Button<T>(IRenderedComponent<T> page, string text)
        where T : IComponent => Buttons(page, text).Single();

    private static IEnumerable<IElement> Buttons<T>(IRenderedComponent<T> page, string text)
        where T : IComponent => page.FindAll("button").Where(button => button.TextContent == text);
}

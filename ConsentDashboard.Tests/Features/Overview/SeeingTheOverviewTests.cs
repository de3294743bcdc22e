using Bunit;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Page = ConsentDashboard.Features.Overview.Overview;

namespace ConsentDashboard.Tests.Features.Overview;

public sealed class SeeingTheOverviewTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Explicit consent", "Contactable now", "Hosted form", "live")]
    [InlineData("ru", "Явное согласие", "Можно связаться сейчас", "Форма подписки", "в реальном времени")]
    public async Task The_page_shows_its_figures_in_words(string language, params string[] words)
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await using var screen = new Screen(here, language: language).Ready();

        var page = screen.Render<Page>();

        page.WaitForAssertion(() => Assert.All(words, word => Assert.Contains(word, page.Markup, StringComparison.Ordinal)));
        Assert.Equal(8, page.FindAll("article").Count);
        Assert.Contains("+7 ••• •••-00-01", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("9160000001", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_number_the_page_says_what_will_stand_there()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here).Ready();

        var page = screen.Render<Page>();

        page.WaitForAssertion(() => Assert.Contains("No number is known yet.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("nothing to measure yet", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Nothing has happened yet.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happens_appears_without_a_reload()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await using var screen = new Screen(here).Ready();
        var page = screen.Render<Page>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("ol > li")));

        await here.Ledger.RecordAsync(here.Stop(2));

        page.WaitForAssertion(() =>
        {
            here.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(2, page.FindAll("ol > li").Count);
        });
        Assert.Contains("Withdrawn", page.Find("ol > li").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_browse_sees_what_happens_and_to_nobody_in_particular()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await using var screen = new Screen(here, Roles.SupportAgent).Ready();

        var page = screen.Render<Page>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("ol > li")));
        Assert.DoesNotContain("•••", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("a[href^='/subscribers']"));
    }

    [Fact]
    public async Task Who_may_not_look_sees_no_permission()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here, role: null).Ready();

        var page = screen.Render<Page>();

        page.WaitForAssertion(() => Assert.Contains("No permission", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal([Permissions.ViewOverview], screen.Denials);
    }

    [Fact]
    public async Task A_failure_shows_a_reference()
    {
        await using var here = await Installation.CreateAsync();
        await using var db = here.Open();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Counters RENAME TO Gone", Token);
        await using var screen = new Screen(here).Ready();

        var page = screen.Render<Page>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[role=alert] code")));
    }
}

using Bunit;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Retention.Policies;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Retention.Policies;

public sealed class SeeingPoliciesTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "No policies")]
    [InlineData("ru", "Правил нет")]
    public async Task None_says_so(string language, string title)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here, Roles.Auditor, language).Ready();

        var page = screen.Render<PolicyList>();

        page.WaitForAssertion(() => Assert.Equal(title, page.Find("h2").TextContent));
    }

    [Fact]
    public async Task Until_they_are_read_it_says_that_it_loads()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here);

        var page = screen.Render<PolicyList>();

        Assert.Contains("Loading", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        screen.Ready();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".spinner")));
    }

    [Fact]
    public async Task A_failure_shows_a_reference_and_can_be_tried_again()
    {
        await using var here = await Installation.CreateAsync();
        await using var db = here.Open();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE RetentionPolicies RENAME TO Gone", Cancellation);
        await using var screen = PolicyScreens.Look(here, Roles.Auditor).Ready();

        var page = screen.Render<PolicyList>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[role=alert] code")));
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Gone RENAME TO RetentionPolicies", Cancellation);
        page.Button("Try again").Click();

        page.WaitForAssertion(() => Assert.Equal("No policies", page.Find("h2").TextContent));
    }

    [Fact]
    public async Task Who_may_not_look_sees_the_forbidden_state_and_it_is_recorded()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here, Roles.Marketer).Ready();

        var page = screen.Render<PolicyList>();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("h1"), heading => heading.TextContent == "No permission"));
        Assert.Contains(Permissions.ViewRetention, Assert.Single(screen.Denials), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table, form"));
    }

    [Fact]
    public async Task Each_is_a_sentence_with_its_state_its_next_date_and_whom_it_shares_with_another()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here, Roles.Auditor).Ready();
        var inactive = PolicyScreens.Withdrawn with { Trigger = RetentionTrigger.Inactive };
        await screen.SaveAsync("Restrict", inactive, on: true, cron: "0 30 6 * * ?");
        await screen.SaveAsync("Erase", inactive with { Action = RetentionAction.Erase }, on: true);
        await screen.SaveAsync("Waiting", PolicyScreens.Withdrawn with { Period = 7 }, cron: "0 30 6 * * ?");

        var page = screen.Render<PolicyList>();

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        var rows = page.FindAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains("Numbers without any activity of the person for more than 30 days are restricted", rows[0], StringComparison.Ordinal);
        Assert.Contains("“Erase” erases these numbers before they would be restricted, so this policy finds nobody.", rows[0], StringComparison.Ordinal);
        Assert.Contains("1 Jun 2026, 08:30", rows[0], StringComparison.Ordinal);
        Assert.Contains("Can find the same people as “Restrict” and does something else to them: whichever runs first decides.", rows[1], StringComparison.Ordinal);
        Assert.Contains("by hand only", rows[1], StringComparison.Ordinal);
        Assert.Contains("when it is on", rows[2], StringComparison.Ordinal);
        Assert.DoesNotContain("“", rows[2], StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
        Assert.DoesNotContain(page.Labels(), label => label.StartsWith("Runs need", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_manages_switches_it_on_and_off_by_its_name()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();
        await screen.SaveAsync("Left", PolicyScreens.Withdrawn);
        var page = screen.Render<PolicyList>();

        page.WaitForElement("[aria-label='Switch on: Left']").Click();
        page.WaitForElement("[aria-label='Switch off: Left']");
        Assert.True(Assert.Single(await screen.PoliciesAsync()).IsOn);
        page.Find("[aria-label='Switch off: Left']").Click();

        page.WaitForElement("[aria-label='Switch on: Left']");
        Assert.False(Assert.Single(await screen.PoliciesAsync()).IsOn);
    }
}

using Bunit;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Subscribers;

public sealed class SeeingTheListTests
{
    [Theory]
    [InlineData("en", "2 subscribers", "Withdrawn")]
    [InlineData("ru", "2 подписчика", "Отозвано")]
    public async Task Masked_numbers_with_their_states_and_how_many_there_are(string language, params string[] shown)
    {
        await using var here = await FilledAsync();
        await using var screen = new Screen(here, language: language);

        var page = Open(screen, "/subscribers");

        page.WaitForAssertion(() => Assert.All(shown, text => Assert.Contains(text, page.Markup, StringComparison.Ordinal)));
        Assert.DoesNotContain("9160000001", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_filters()
    {
        await using var here = await FilledAsync();
        await using var screen = new Screen(here);

        var page = Open(screen, "/subscribers?state=Contactable");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Contains("State: Contactable", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_nobody_matches_says_so()
    {
        await using var here = await FilledAsync();
        await using var screen = new Screen(here);

        var page = Open(screen, "/subscribers?state=Expired");

        page.WaitForAssertion(() => Assert.Contains("Nobody matches", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_list_says_what_will_fill_it()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here);

        var page = Open(screen, "/subscribers");

        page.WaitForAssertion(() => Assert.Contains("No subscribers yet", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Roles.ComplianceOfficer, true, true)]
    [InlineData(Roles.Marketer, false, true)]
    [InlineData(Roles.SupportAgent, true, false)]
    [InlineData(Roles.Auditor, false, true)]
    public async Task Search_and_list_are_shown_to_whom_they_are_granted(string role, bool search, bool list)
    {
        await using var here = await FilledAsync();
        await using var screen = new Screen(here, role);

        var page = Open(screen, "/subscribers");

        page.WaitForAssertion(() => Assert.Equal((search, list), (page.FindAll("[role=search]").Count == 1, page.FindAll("table").Count == 1)));
    }

    [Fact]
    public async Task A_stranger_to_the_page_sees_that_it_is_not_theirs()
    {
        await using var here = await FilledAsync();
        await using var screen = new Screen(here, "Nobody");

        var page = Open(screen, "/subscribers");

        page.WaitForAssertion(() => Assert.Equal([Permissions.ViewSubscriber], screen.Denials));
        Assert.Empty(page.FindAll("table"));
    }

    private static IRenderedComponent<SubscriberList> Open(Screen screen, string address)
    {
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return screen.Render<SubscriberList>();
    }

    private static async Task<Installation> FilledAsync()
    {
        var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await here.Ledger.RecordAsync(here.Stop(2));
        return here;
    }
}

using Bunit;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Components;

public sealed class NavigatingTests : PartsContext
{
    public NavigatingTests()
    {
        // In the wrong order, as features may register.
        Services.AddSingleton(new NavItem(NavGroup.Proof, 20, typeof(VocabularyText), "ConsentState.Withdrawn", "/b", "", Permissions.ViewAudit));
        Services.AddSingleton(new NavItem(NavGroup.Main, 20, typeof(VocabularyText), "ConsentState.Given", "/a", "", Permissions.BrowseSubscribers));
        Services.AddSingleton(new NavItem(NavGroup.Main, 10, typeof(VocabularyText), "Hold", "/", "", Permissions.ViewOverview));
    }

    [Fact]
    public void Entries_stand_in_their_order_under_their_groups()
    {
        SignIn(Roles.ComplianceOfficer);

        var menu = Render<NavMenu>();

        Assert.Equal("Main navigation", menu.Find("nav").GetAttribute("aria-label"));
        Assert.Equal(["On hold", "Given", "Withdrawn"], menu.FindAll("nav a").Select(link => link.TextContent.Trim()));
        Assert.Equal("Proof", menu.Find($"#{menu.FindAll("ul")[1].GetAttribute("aria-labelledby")}").TextContent);
    }

    [Fact]
    public void Nobody_sees_what_their_role_does_not_open()
    {
        SignIn(Roles.Marketer);

        Assert.Equal(["/", "/a"], Render<NavMenu>().FindAll("nav a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void The_present_page_is_marked()
    {
        SignIn(Roles.ComplianceOfficer);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/a/1");

        Assert.Equal("Given", Render<NavMenu>().Find("nav a[aria-current=page]").TextContent.Trim());
    }

    [Fact]
    public void The_menu_of_a_phone_opens_closes_on_Escape_and_when_one_goes_elsewhere()
    {
        SignIn(Roles.ComplianceOfficer);
        var layout = Render<MainLayout>();
        string? Expanded() => layout.Find("button[aria-controls=side]").GetAttribute("aria-expanded");

        Assert.Equal("false", Expanded());
        layout.Find("button[aria-controls=side]").Click();
        Assert.Equal("true", Expanded());
        layout.Find("#side").KeyDown("Escape");
        Assert.Equal("false", Expanded());
        layout.Find("button[aria-controls=side]").Click();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/a");
        layout.WaitForAssertion(() => Assert.Equal("false", Expanded()));
    }

    [Fact]
    public void The_language_links_lead_back_to_where_one_is()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/audit?action=SignedIn");

        var links = Render<CultureSwitch>().FindAll("a");

        Assert.Equal("/culture?to=ru&returnUrl=%2Faudit%3Faction%3DSignedIn", links[1].GetAttribute("href"));
        Assert.Equal("true", links[0].GetAttribute("aria-current"));
    }
}

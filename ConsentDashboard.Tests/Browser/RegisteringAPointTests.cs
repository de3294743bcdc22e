using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class RegisteringAPointTests(BrowserFixture browser)
{
    public static TheoryData<Look> Looks => [.. Look.All];

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task A_point_with_findings_can_be_read_by_everybody(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        await visit.GoAsync("/collection-points");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Фестиваль чая" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Фестиваль чая" })).ToBeVisibleAsync();
        foreach (var finding in await visit.Page.Locator("details.finding summary").AllAsync())
        {
            await finding.ClickAsync();
        }

        await visit.ScreenshotAsync($"collection-point-{look}");

        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
    }

    [Fact]
    public async Task An_officer_registers_a_point_mends_what_is_found_and_copies_its_form()
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer);
        var page = visit.Page;
        await visit.GoAsync("/collection-points/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Loyalty page");
        await page.GetByLabel("Sender").SelectOptionAsync("Alder Lane");
        await page.GetByLabel("Address of the form").FillAsync("loyalty-page");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Place", Exact = true }).FillAsync("alderlane.example/loyalty");
        await page.GetByLabel("Why people are asked here").FillAsync("Members ask to hear of their bonus before it ends");
        await page.GetByLabel("The boxes start unticked").UncheckAsync();
        await Expect(page.GetByText("Error: The boxes are ticked to begin with.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Loyalty page" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The boxes are ticked to begin with." })).ToBeVisibleAsync();
        await page.GetByLabel("The boxes start unticked").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await Expect(page.GetByText("The point is active")).ToBeVisibleAsync();

        await page.GetByLabel("Address of the page").FillAsync("https://alderlane.example/loyalty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the form" }).ClickAsync();
        await Expect(page.GetByLabel("HTML to paste")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("/join/loyalty-page"));
        visit.AssertUntroubled();
    }
}

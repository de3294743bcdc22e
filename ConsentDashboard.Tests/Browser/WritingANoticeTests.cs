using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;

namespace ConsentDashboard.Tests.Browser;

/// <summary>From a draft that leaves something out to the wording that a visitor reads, at a desk and on a phone.</summary>
[Collection(nameof(InBrowser))]
public sealed class WritingANoticeTests(BrowserFixture browser)
{
    public static TheoryData<Look> Looks => [.. Look.All];

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task A_draft_its_findings_the_comparison_and_the_public_page_can_be_used_by_everybody(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        var page = visit.Page;
        await visit.GoAsync("/notices");
        await page.GetByRole(AriaRole.Link, new() { Name = "Offers and order news" }).ClickAsync();
        await page.Locator("#en-Title").WaitForAsync();
        await page.Locator(".acts button.primary").ClickAsync();
        await page.Locator("[role=alert] strong").WaitForAsync();
        await CheckAsync($"notice-draft-{look}");

        await page.Locator("nav li:not(.on) a[aria-label]").ClickAsync();
        await page.Locator("ins").First.WaitForAsync();
        await CheckAsync($"notice-difference-{look}");

        await page.Locator("a[href*='?version=1']:not([aria-label])").ClickAsync();
        var address = await page.Locator("dd a[href^='/notice/']").First.GetAttributeAsync("href");
        await CheckAsync($"notice-published-{look}");

        await using var visitor = await browser.OpenAsync(look);
        await visitor.GoAsync(address!);
        Assert.Equal("Offers and order news from Alder Lane", await visitor.HeadingAsync());
        await visitor.ScreenshotAsync($"notice-public-{look}");
        await visitor.AssertFitsAsync();
        await visitor.AssertAccessibleAsync();

        async Task CheckAsync(string name)
        {
            await visit.ScreenshotAsync(name);
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task A_sender_can_be_edited_by_everybody(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        await visit.GoAsync("/senders");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Alder Lane" }).ClickAsync();
        await visit.Page.Locator("#Purposes-0-Code").WaitForAsync();

        await visit.ScreenshotAsync($"sender-{look}");
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
    }
}

using System.Text.RegularExpressions;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;

namespace ConsentDashboard.Tests.Browser;

/// <summary>One person's page: how it looks to everybody, and that two who watch it see the same.</summary>
[Collection(nameof(InBrowser))]
public sealed partial class FollowingAPersonTests(BrowserFixture browser)
{
    public static TheoryData<Look> Looks => [.. Look.All];

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task The_page_its_evidence_and_its_dialog_can_be_used_by_everybody(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        await OpenSomebodyAsync(visit);
        await CheckAsync($"subscriber-{look}");

        await visit.Page.Locator("button.link[aria-label]").First.ClickAsync();
        await visit.Page.Locator("[role=dialog] blockquote").Or(visit.Page.Locator("[role=dialog] dl")).First.WaitForAsync();
        await CheckAsync($"evidence-{look}");
        await visit.Page.Keyboard.PressAsync("Escape");

        await visit.Page.Locator("button.danger").ClickAsync();
        await visit.Page.Locator("[role=dialog] fieldset").WaitForAsync();
        await CheckAsync($"withdraw-{look}");

        async Task CheckAsync(string name)
        {
            await visit.ScreenshotAsync(name);
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
        }
    }

    [Fact]
    public async Task A_withdrawal_in_one_browser_appears_in_the_other_without_a_reload()
    {
        await using var watching = await browser.OpenAsAsync(Roles.Auditor);
        await using var acting = await browser.OpenAsAsync(Roles.ComplianceOfficer);
        await OpenSomebodyAsync(acting);
        await watching.GoAsync(new Uri(acting.Page.Url).AbsolutePath);
        await watching.HeadingAsync();
        var before = await VerifiedAsync(watching);

        await acting.Page.Locator("button.danger").ClickAsync();
        await acting.Page.Locator("[role=dialog] button.danger").ClickAsync();

        await watching.Page.GetByText($"{before + 1} events verified").WaitForAsync();
        await acting.Page.GetByText("The withdrawal is in force.").WaitForAsync();
        watching.AssertUntroubled();
        acting.AssertUntroubled();
    }

    [Fact]
    public async Task A_revealed_number_never_stands_in_the_address()
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer);
        await OpenSomebodyAsync(visit);
        var address = visit.Page.Url;

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Reveal…" }).ClickAsync();
        await visit.Page.Locator("[role=dialog] textarea").FillAsync("She asked for a copy of her data.");
        await visit.Page.Locator("[role=dialog] button.primary").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Hide" }).WaitForAsync();

        Assert.DoesNotContain("•", await visit.HeadingAsync(), StringComparison.Ordinal);
        Assert.Equal(address, visit.Page.Url);
        visit.AssertUntroubled();
    }

    private async Task OpenSomebodyAsync(Visit visit)
    {
        var (_, person) = await browser.SomebodyNewAsync();
        await visit.GoAsync($"/subscribers/{person.PublicId}");
        await visit.Page.Locator("h1 .num").First.WaitForAsync();
        await visit.Page.Locator(".good, .bad").First.WaitForAsync();
    }

    private static async Task<int> VerifiedAsync(Visit visit)
    {
        var chip = visit.Page.GetByText(Verified());
        await chip.WaitForAsync();
        return int.Parse(Verified().Match(await chip.InnerTextAsync()).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(\d+) events? verified")]
    private static partial Regex Verified();
}

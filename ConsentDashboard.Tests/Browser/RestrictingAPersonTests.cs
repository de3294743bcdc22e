using System.Text.RegularExpressions;
using ConsentDashboard.Operations.ConsentLedger.Bundles;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

/// <summary>What an officer does from a person's page beside recording and withdrawing.</summary>
[Collection(nameof(InBrowser))]
public sealed class RestrictingAPersonTests(BrowserFixture browser)
{
    public static TheoryData<Look> Looks => [.. Look.All];

    [Fact]
    public async Task She_leaves_every_list_and_her_page_opens_with_a_reason()
    {
        var (_, person) = await browser.SomebodyNewAsync();
        await using var officer = await browser.OpenAsAsync(Roles.ComplianceOfficer, Look.Plain);
        var page = officer.Page;
        await OpenAsync(officer, person.PublicId.ToString());

        await ChooseAsync(page, "Restrict…");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Why").FillAsync("she disputes that she agreed");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Restrict" }).ClickAsync();
        await Expect(page.GetByText("The person is restricted.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Kept only as proof" })).ToBeVisibleAsync();
        await Expect(page.Locator("h1 .num")).ToHaveCountAsync(0);

        await page.GetByLabel("Why it is opened").FillAsync("a court asks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
        await Expect(page.GetByText("No contact: restricted")).ToBeVisibleAsync();
        await Expect(page.GetByText("Reason: she disputes that she agreed")).ToBeVisibleAsync();
        officer.AssertUntroubled();
    }

    [Fact]
    public async Task What_she_asks_for_is_entered_from_her_page_and_stands_on_it_until_it_is_answered()
    {
        var (number, person) = await browser.SomebodyNewAsync();
        await using var officer = await browser.OpenAsAsync(Roles.ComplianceOfficer, Look.Plain);
        var page = officer.Page;
        await OpenAsync(officer, person.PublicId.ToString());

        await ChooseAsync(page, "The erasure of her data");
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "About" })).ToContainTextAsync(number[^2..]);
        Assert.DoesNotContain(number[^7..], page.Url, StringComparison.Ordinal);
        await Expect(page.GetByLabel("What is asked")).ToHaveValueAsync("Erasure");
        await page.GetByLabel("How it came").SelectOptionAsync("letter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Erasure (GDPR)" })).ToBeVisibleAsync();
        var request = new Uri(page.Url).AbsolutePath;

        await OpenAsync(officer, person.PublicId.ToString());
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Erasure asked for on" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the request: Erasure" }).ClickAsync();
        await officer.AtAsync($"{Regex.Escape(request)}$");
        officer.AssertUntroubled();
    }

    [Fact]
    public async Task Her_evidence_is_taken_out_with_a_reason_and_holds_by_itself()
    {
        var (_, person) = await browser.SomebodyNewAsync();
        await using var officer = await browser.OpenAsAsync(Roles.ComplianceOfficer, Look.Plain);
        var page = officer.Page;
        await OpenAsync(officer, person.PublicId.ToString());

        await ChooseAsync(page, "Evidence bundle…");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Why it is taken out").FillAsync("a court asks");
        var download = await page.RunAndWaitForDownloadAsync(() => dialog.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());

        Assert.Equal($"evidence-{person.PublicId}.json", download.SuggestedFilename);
        Assert.True(BundleVerification.Verify(await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)) is { Holds: true, Events: 1 });
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.GetByText("Evidence bundle taken out")).ToBeVisibleAsync();
        officer.AssertUntroubled();
    }

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task The_menu_its_dialogs_and_where_they_lead_can_be_used_by_everybody(Look look)
    {
        var (_, person) = await browser.SomebodyNewAsync();
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        var page = visit.Page;
        await OpenAsync(visit, person.PublicId.ToString());

        // By the keyboard alone.
        await page.Locator("main details[data-menu] > summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await CheckAsync("profile-menu");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("main details[data-menu]")).Not.ToHaveAttributeAsync("open", "");
        await Expect(page.Locator("main details[data-menu] > summary")).ToBeFocusedAsync();

        await ChooseAsync(page, look.Language == "ru" ? "Пакет доказательств…" : "Evidence bundle…");
        await page.Locator("#bundle-reason").WaitForAsync();
        await CheckAsync("profile-bundle");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Locator("main details[data-menu] > summary")).ToBeFocusedAsync();

        await ChooseAsync(page, look.Language == "ru" ? "Удаление данных" : "The erasure of her data");
        await page.Locator("#request-about").WaitForAsync();
        await CheckAsync("request-from-profile");
        await page.Locator("#request-way").SelectOptionAsync("letter");
        await page.Locator("button[type=submit].primary").ClickAsync();
        await page.Locator("#identity-title").WaitForAsync();
        await OpenAsync(visit, person.PublicId.ToString());
        await CheckAsync("profile-asked");

        await ChooseAsync(page, look.Language == "ru" ? "Ограничить обработку…" : "Restrict…");
        await page.Locator("#restrict-reason").FillAsync("a dispute");
        await CheckAsync("profile-restrict");
        await page.Locator("[role=dialog] .btn.danger").ClickAsync();
        await page.Locator("#closed-title").WaitForAsync();
        await CheckAsync("profile-closed");

        async Task CheckAsync(string name)
        {
            await visit.ScreenshotAsync($"{name}-{look}");
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
        }
    }

    private static async Task OpenAsync(Visit visit, string person)
    {
        await visit.GoAsync($"/subscribers/{person}");
        await visit.Page.Locator("h1 .num").First.WaitForAsync();
        await visit.Page.Locator(".good, .bad").First.WaitForAsync();
    }

    private static async Task ChooseAsync(IPage page, string choice)
    {
        await page.Locator("main details[data-menu] > summary").ClickAsync();
        await page.Locator("main details[data-menu] [data-choice]").Filter(new() { HasText = choice }).ClickAsync();
    }
}

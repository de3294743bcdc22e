using System.Text.RegularExpressions;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

/// <summary>From an empty notice to a consent with its proof, as an officer and a visitor do it.</summary>
[Collection(nameof(InBrowser))]
public sealed partial class CollectingConsentTests(BrowserFixture browser)
{
    private static readonly Look Visitor = new("ru", Dark: false, 360);

    [Fact]
    public async Task An_officer_asks_properly_and_a_visitor_agrees_without_script()
    {
        await using var officer = await browser.OpenAsAsync(Roles.ComplianceOfficer);
        await WriteNoticeAsync(officer.Page);
        await OpenPointAsync(officer.Page);

        await using var visitor = await browser.OpenWithoutScriptAsync(Visitor);
        await visitor.GoAsync("/join/journey");
        await visitor.ScreenshotAsync("journey-form");
        Assert.Equal("Новости от нас", await visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync());
        await visitor.Page.GetByLabel("Ваш номер телефона").FillAsync("8 (202) 555-01-42");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Согласиться" }).ClickAsync();
        await visitor.Page.GetByText("Отметьте хотя бы один пункт").WaitForAsync();
        await visitor.Page.GetByLabel("Акции в SMS").CheckAsync();
        await visitor.Page.GetByLabel("Ваш номер телефона").FillAsync("+1 202-456-1111");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Согласиться" }).ClickAsync();
        await visitor.Page.GetByLabel("Код", new() { Exact = true }).WaitForAsync();
        await visitor.ScreenshotAsync("journey-code");

        await OpenPersonAsync(officer.Page);
        await officer.Page.GetByText("Requested").First.WaitForAsync();
        await using var messages = await browser.OpenAsAsync(Roles.ComplianceOfficer);
        await visitor.Page.GetByLabel("Код", new() { Exact = true }).FillAsync(await CodeAsync(messages.Page));
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Подтвердить" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Подтверждено" }).WaitForAsync();
        await visitor.ScreenshotAsync("journey-confirmed");

        // The officer's page was open all the time, and stays in her language.
        await officer.Page.GetByText("2 events verified").WaitForAsync();
        await officer.ScreenshotAsync("journey-proof");
        await officer.Page.Locator("button.link[aria-label]").Last.ClickAsync();
        await officer.Page.GetByRole(AriaRole.Dialog).GetByText("/join/journey").First.WaitForAsync();
        officer.AssertUntroubled();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task The_form_and_its_errors_fit_the_narrowest_phone_without_script(string language)
    {
        await using var visitor = await browser.OpenAsync(new Look(language, Dark: false, 320));
        await visitor.GoAsync("/join/tea-club");
        await visitor.AssertFitsAsync();
        await visitor.AssertAccessibleAsync();

        await visitor.Page.Locator("button[value=agree]").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await visitor.AssertFitsAsync();
        Assert.Equal(0, await visitor.Page.Locator("script").CountAsync());
    }

    [Fact]
    public async Task A_caller_who_is_new_is_recorded_by_an_agent_who_reads_the_script()
    {
        await using var agent = await browser.OpenAsAsync(Roles.SupportAgent);
        await agent.GoAsync("/subscribers");
        await agent.Page.Locator("#number-search").FillAsync("+1 202-456-1414");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Record an opt-in for this number" }).ClickAsync();
        var dialog = agent.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Where she agreed").SelectOptionAsync(new SelectOptionValue { Label = "Customer line · Alder Lane" });
        await dialog.GetByText("Alder Lane Ltd would like to text or call you").WaitForAsync();
        await agent.ScreenshotAsync("record-opt-in");
        await agent.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Record" }).ClickAsync();
        await dialog.GetByText("Tick at least one box").WaitForAsync();
        await dialog.GetByLabel("A call about a delivery").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Record" }).ClickAsync();
        await dialog.GetByText("Give the reference").WaitForAsync();
        await dialog.GetByLabel("Reference of the recording").FillAsync("call-4711");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Record" }).ClickAsync();

        await agent.Page.GetByText("1 event verified").WaitForAsync();
        Assert.DoesNotContain("1414", new Uri(agent.Page.Url).PathAndQuery, StringComparison.Ordinal);
        agent.AssertUntroubled();
    }

    private static async Task WriteNoticeAsync(IPage page)
    {
        await page.GotoAsync("/notices/new");
        await page.GetByLabel("Name").FillAsync("Journey news");
        await page.GetByLabel("Sender").SelectOptionAsync("Alder Lane");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create a draft" }).ClickAsync();
        var publish = page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true });
        await publish.ClickAsync();
        await page.GetByText("are missing before this can be published").WaitForAsync();

        await page.GetByRole(AriaRole.Group, new() { Name = "SMS" }).GetByLabel("Promotional").CheckAsync();
        await page.GetByLabel("At most").FillAsync("2");
        await page.GetByLabel("In each").SelectOptionAsync("month");
        await page.GetByLabel("A consent lasts, in months").FillAsync("18");
        await page.GetByLabel("Seasonal offers and discounts").CheckAsync();
        await page.GetByLabel("Address of the privacy policy").FillAsync("https://alderlane.example/privacy");
        await WordsAsync(page, "en", "News from us", "Offers by SMS", "At most two a month");
        await WordsAsync(page, "ru", "Новости от нас", "Акции в SMS", "Не более двух в месяц");
        await publish.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await page.GetByText("The version is published.").WaitForAsync();
    }

    private static async Task WordsAsync(IPage page, string language, string title, string label, string frequency)
    {
        (string Field, string Words)[] words =
        [
            ("Title", title), ("Body", "Alder Lane Ltd."), ("WhoWeAre", "Alder Lane Ltd"), ("Frequency", frequency),
            ("HowToWithdraw", "STOP"), ("Keeping", "18"), ("ConfirmationText", "{0}"),
        ];
        foreach (var (field, text) in words)
        {
            await page.Locator($"#{language}-{field}").FillAsync(text);
        }

        await page.Locator($"section:has(#{language}-Title)").GetByLabel("Beside the box").FillAsync(label);
    }

    private static async Task OpenPointAsync(IPage page)
    {
        await page.GotoAsync("/collection-points/new");
        await page.GetByLabel("Name").First.FillAsync("Journey form");
        await page.GetByLabel("Sender").SelectOptionAsync("Alder Lane");
        await page.GetByLabel("Kind of place").SelectOptionAsync("Newsletter");
        await page.GetByLabel("Address of the form").FillAsync("journey");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Place", Exact = true }).FillAsync("At the foot of each page of the shop");
        await page.GetByLabel("Why people are asked here").FillAsync("Readers of the shop's pages ask to hear of offers");
        await page.GetByLabel("Wording that asks for contact").SelectOptionAsync(new SelectOptionValue { Label = "Journey news, version 1 (en, ru)" });

        // By keyboard: what the rules say of each change moves the page under whoever points.
        await PressAsync(page.GetByLabel("The boxes start unticked"), "Space");
        await Expect(page.GetByLabel("Confirm by SMS (double opt-in)")).ToBeCheckedAsync();
        await SaveAsync(page);
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Activate" }), "Enter");
        await page.GetByText("It cannot be activated while this stands").WaitForAsync();
        await Expect(page.GetByText("Saved.")).ToHaveCountAsync(0);
        await PressAsync(page.GetByLabel("The boxes start unticked"), "Space");
        await SaveAsync(page);
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Activate" }), "Enter");
        await page.GetByText("The point is active").WaitForAsync();
    }

    private static async Task SaveAsync(IPage page)
    {
        var save = page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true });
        await PressAsync(save, "Enter");
        await page.GetByText("Saved.").WaitForAsync();
        await Expect(save).ToBeFocusedAsync();
    }

    private static async Task PressAsync(ILocator what, string key)
    {
        await Expect(what).ToBeEnabledAsync();
        await what.PressAsync(key);
    }

    private static async Task OpenPersonAsync(IPage page)
    {
        await page.GotoAsync("/subscribers");
        await page.Locator("#number-search").FillAsync("+1 202-456-1111");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await page.Locator("h1 .num").First.WaitForAsync();
    }

    private static async Task<string> CodeAsync(IPage page)
    {
        await page.GotoAsync("/messages");
        var text = page.GetByText(SixDigits()).First;
        await text.WaitForAsync();
        return SixDigits().Match(await text.InnerTextAsync()).Value;
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}

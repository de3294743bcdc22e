using System.Text.RegularExpressions;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace ConsentDashboard.Tests.Browser;

/// <summary>Somebody rings and wants to be left alone: a key, her number, Enter, and one press.</summary>
[Collection(nameof(InBrowser))]
public sealed class AnsweringACallTests(BrowserFixture browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_any_page_by_keyboard_and_who_watches_sees_it_without_asking()
    {
        await using var agent = await browser.OpenAsAsync(Roles.SupportAgent);
        await using var watching = await browser.OpenAsAsync(Roles.Auditor);
        await agent.GoAsync("/");
        await agent.HeadingAsync();
        var (profile, region, number) = await SomebodyAsync(skip: 3);
        await watching.GoAsync(profile);
        await watching.HeadingAsync();
        await watching.Page.GetByText("verified").First.WaitForAsync();

        await LeadThereAsync(agent);
        await agent.Page.GetByLabel("Country of a local number").SelectOptionAsync(region);
        await agent.Page.GetByLabel("Number of a caller").FillAsync(number);
        await agent.Page.Keyboard.PressAsync("Enter");
        var press = agent.Page.GetByRole(AriaRole.Button, new() { Name = "Withdraw everything" });
        await Assertions.Expect(press).ToBeFocusedAsync();
        await agent.ScreenshotAsync("caller-found");
        await agent.AssertAccessibleAsync();
        await press.ClickAsync();
        await agent.Page.GetByText("Withdrawn at").WaitForAsync();

        await watching.Page.GetByText("Withdrawn").First.WaitForAsync();
        Assert.DoesNotContain(number[^4..], new Uri(agent.Page.Url).PathAndQuery, StringComparison.Ordinal);
        await agent.Page.GetByRole(AriaRole.Link, new() { Name = "Open profile" }).ClickAsync();
        await agent.AtAsync($"{Regex.Escape(profile)}$");

        // The key works after going elsewhere, and not where something is typed.
        await agent.HeadingAsync();
        await LeadThereAsync(agent);
        await agent.Page.Keyboard.PressAsync("/");
        Assert.Equal("/", await agent.Page.GetByLabel("Number of a caller").InputValueAsync());
        agent.AssertUntroubled();
        watching.AssertUntroubled();
    }

    [Fact]
    public async Task Only_a_part_opens_the_dialog_of_the_profile()
    {
        await using var agent = await browser.OpenAsAsync(Roles.SupportAgent);
        await agent.GoAsync("/subscribers");
        await agent.HeadingAsync();
        var (profile, region, number) = await SomebodyAsync(skip: 4);

        await LeadThereAsync(agent);
        await agent.Page.GetByLabel("Country of a local number").SelectOptionAsync(region);
        await agent.Page.GetByLabel("Number of a caller").FillAsync(number);
        await agent.Page.Keyboard.PressAsync("Enter");
        await agent.Page.GetByRole(AriaRole.Link, new() { Name = "Only …" }).ClickAsync();

        await agent.Page.Locator("[role=dialog] fieldset").WaitForAsync();
        await agent.AtAsync($"{Regex.Escape(profile)}$");
        agent.AssertUntroubled();
    }

    [Theory]
    [InlineData("en", false, 360)]
    [InlineData("ru", true, 360)]
    [InlineData("ru", true, 1440)]
    public async Task The_box_and_the_dialog_can_be_used_by_everybody(string language, bool dark, int width)
    {
        var look = new Look(language, dark, width);
        await using var agent = await browser.OpenAsAsync(Roles.SupportAgent, look);
        await agent.GoAsync("/");
        await agent.HeadingAsync();
        var field = agent.Page.Locator("[data-quick-find]");
        if (width < 720)
        {
            await agent.Page.Locator("[data-quick-open]").ClickAsync();
        }

        await field.FillAsync("123");
        await agent.Page.Keyboard.PressAsync("Enter");
        await agent.Page.Locator("#caller-error").WaitForAsync();
        await CheckAsync("caller-wrong");
        await field.FillAsync("+44 7400 123456");
        await agent.Page.Keyboard.PressAsync("Enter");
        await agent.Page.Locator("[role=dialog] button.danger").WaitForAsync();
        await CheckAsync("caller-unknown");

        async Task CheckAsync(string name)
        {
            await agent.ScreenshotAsync($"{name}-{look}");
            await agent.AssertFitsAsync();
            await agent.AssertAccessibleAsync();
        }
    }

    // The listener comes with the circuit, a moment after the heading.
    private static async Task LeadThereAsync(Visit visit)
    {
        var field = visit.Page.GetByLabel("Number of a caller");
        for (var n = 0; n < 1000 && !await field.EvaluateAsync<bool>("field => field === document.activeElement"); n++)
        {
            await visit.Page.Keyboard.PressAsync("/");
            await Task.Delay(100, Cancellation);
        }

        await Assertions.Expect(field).ToBeFocusedAsync();
        await field.FillAsync("");
    }

    // As she would say her number: without the calling code.
    private async Task<(string Profile, string Region, string Number)> SomebodyAsync(int skip)
    {
        var services = browser.App.Services;
        await using var db = await services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        var person = await db.Subscribers.AsNoTracking()
            .Where(s => s.Cipher != null && s.Region == "GB" && db.Consents.Any(c => c.SubscriberId == s.Id && c.State == ConsentState.Given)
                && !db.ConsentEvents.Any(e => e.SubscriberId == s.Id && e.Type == ConsentEventType.Withdrawn))
            .OrderBy(s => s.Id).Skip(skip).FirstAsync(Cancellation);
        var number = services.GetRequiredService<NumberVault>().Decrypt(person.Cipher!, person.PublicId);
        return ($"/subscribers/{person.PublicId}", "GB", $"0{number[3..]}");
    }
}

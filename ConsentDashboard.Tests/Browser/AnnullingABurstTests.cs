using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class AnnullingABurstTests(BrowserFixture browser)
{
    private IServiceProvider Services => browser.App.Services;

    [Fact]
    public async Task An_alarm_appears_by_itself_and_two_people_annul_all_of_it()
    {
        var look = Look.Plain;
        await using var officer = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        await officer.GoAsync("/opt-outs");
        await officer.HeadingAsync();

        await WithdrawAsync(12, "203.0.113.77");
        await officer.Page.GetByText("12 withdrawals from one address").First.WaitForAsync();
        await officer.ScreenshotAsync("burst-alarm");
        await officer.AssertAccessibleAsync();
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Look at them" }).First.ClickAsync();
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Ask to annul all" }).ClickAsync();
        await officer.Page.GetByLabel("Why is it a prank").FillAsync("a script");
        await officer.Page.GetByLabel("Where is the proof").FillAsync("ticket 42");
        await officer.ScreenshotAsync("burst-ask");
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for a second person" }).ClickAsync();
        await Expect(officer.Page.GetByText("12 annulments asked for")).ToBeVisibleAsync();
        await Expect(officer.Page.GetByRole(AriaRole.Button, new() { Name = "Annul all (12)" })).ToBeDisabledAsync();
        await officer.ScreenshotAsync("burst");
        await officer.AssertFitsAsync();
        await officer.AssertAccessibleAsync();

        foreach (var other in Look.All)
        {
            await using var visit = await browser.OpenAsAsync(Roles.Administrator, other);
            await visit.GoAsync(new Uri(officer.Page.Url).AbsolutePath);
            await visit.HeadingAsync();
            await Expect(visit.Page.Locator("tbody tr").First).ToBeVisibleAsync();
            await visit.ScreenshotAsync($"burst-{other}");
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
            await visit.GoAsync("/opt-outs/annulments");
            await Expect(visit.Page.Locator("blockquote").First).ToBeVisibleAsync();
            await visit.ScreenshotAsync($"annulments-{other}");
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
        }

        await using var administrator = await browser.OpenAsAsync(Roles.Administrator, look);
        await administrator.GoAsync(new Uri(officer.Page.Url).AbsolutePath);
        await administrator.Page.GetByLabel("Note").FillAsync("seen in the log");
        await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "Annul all (12)" }).ClickAsync();
        await Expect(administrator.Page.GetByText("12 withdrawals are annulled")).ToBeVisibleAsync();

        await Expect(officer.Page.Locator("td").GetByText("annulled", new() { Exact = true }).First).ToBeVisibleAsync();
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Expect(officer.Page.GetByText("The burst is closed")).ToBeVisibleAsync();
    }

    private async Task WithdrawAsync(int count, string ip)
    {
        var (ledger, origins, clock) = (Services.GetRequiredService<LedgerWriter>(), Services.GetRequiredService<Origins>(), Services.GetRequiredService<TimeProvider>());
        for (var n = 0; n < count; n++)
        {
            await ledger.RecordAsync(new()
            {
                Number = NumberFormats.Parse(A.Number(7000 + n), "RU").Value,
                Type = ConsentEventType.Withdrawn,
                Cells = ConsentCells.All,
                Assurance = Assurance.Asserted,
                Source = Source.ContactForm,
                Method = Method.Form,
                OccurredAt = clock.GetUtcNow().UtcDateTime,
                Actor = Actor.Person,
                Origin = origins.OfAddress(ip),
            });
        }
    }
}

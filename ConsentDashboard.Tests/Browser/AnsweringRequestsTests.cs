using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

/// <summary>A person asks what is held of her, and another to be forgotten.</summary>
[Collection(nameof(InBrowser))]
public sealed class AnsweringRequestsTests(BrowserFixture browser)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task She_gets_her_data_as_a_file_and_as_a_page_once_she_is_recognised()
    {
        var (number, person) = await browser.SomebodyNewAsync();
        await using var officer = await browser.OpenAsAsync(Roles.ComplianceOfficer, Look.Plain);
        var page = officer.Page;
        await EnterAsync(officer, number, "Access");
        await RecogniseAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Prepare the answer" }).ClickAsync();

        var json = JsonDocument.Parse(await DownloadAsync(page, "Download as JSON")).RootElement;
        Assert.Equal(number, json.GetProperty("person").GetProperty("number").GetString());
        Assert.All(json.GetProperty("consentRecords").EnumerateArray(), record => Assert.Equal("https://w3id.org/dpv/schema/dpv-27560#record", record.GetProperty("dct:conformsTo").GetString()));
        var printable = System.Text.Encoding.UTF8.GetString(await DownloadAsync(page, "Download as a page"));
        await using (var reader = await browser.OpenAsync(Look.Plain))
        {
            await reader.Page.SetContentAsync(printable);
            Assert.Equal("Your data at our company", await reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync());
            await Expect(reader.Page.GetByText(number, new() { Exact = true }).First).ToBeVisibleAsync();
            await reader.ScreenshotAsync("request-answer");
            await reader.AssertAccessibleAsync();
        }

        await LookAsync(page.Url, "request-prepared");
        await CloseAsync(page, "Granted", "Close the request");
        await Expect(page.GetByText("Closed by")).ToBeVisibleAsync();
        Assert.Equal(410, (await page.APIRequest.GetAsync($"{page.Url}/answer.json")).Status);
        officer.AssertUntroubled();
        await using var db = await OpenAsync();
        Assert.Null((await db.Subscribers.AsNoTracking().SingleAsync(s => s.Id == person.Id, Token)).ErasedAt);
    }

    [Fact]
    public async Task Whoever_wants_to_be_forgotten_is_and_cannot_come_back_by_accident()
    {
        var (number, person) = await browser.SomebodyNewAsync();
        await using var officer = await browser.OpenAsAsync(Roles.ComplianceOfficer, Look.Plain);
        var page = officer.Page;
        await EnterAsync(officer, number, "Delete");
        await LookAsync(page.Url, "request-entered");
        await page.GetByRole(AriaRole.Button, new() { Name = "The person was told that it came" }).ClickAsync();
        await Expect(page.GetByText("Receipt confirmed")).ToBeVisibleAsync();
        await RecogniseAsync(page);
        await CloseAsync(page, "Granted", "Erase and close");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Erase this person?");
        await officer.ScreenshotAsync("request-erase-dialog");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Erase and close" }).ClickAsync();
        await Expect(page.GetByText("Closed by")).ToBeVisibleAsync();

        officer.AssertUntroubled();
        await LookAsync("/requests?view=closed", "requests-closed");
        await using var db = await OpenAsync();
        var row = await db.Subscribers.AsNoTracking().SingleAsync(s => s.Id == person.Id, Token);
        Assert.Equal((true, null, null), (row.ErasedAt is not null, row.Cipher, row.BlindIndex));
        var stops = await db.Suppressions.Where(s => s.BlindIndex == person.BlindIndex && s.EndedAt == Times.Never && s.SenderId == null).Select(s => s.Kind).Distinct().ToListAsync(Token);
        Assert.Equal([ConsentKind.Contact, ConsentKind.Processing], stops.Order());
    }

    private static async Task EnterAsync(Visit officer, string number, string kind)
    {
        var page = officer.Page;
        await officer.GoAsync("/requests/new");
        await officer.HeadingAsync();
        await page.GetByLabel("Phone number").FillAsync(number);
        await page.GetByLabel("What is asked").SelectOptionAsync(kind);
        await page.GetByLabel("How it came").SelectOptionAsync("letter");
        await page.GetByLabel("Language of the answer").SelectOptionAsync("en");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2, Name = "Who is asking" })).ToBeVisibleAsync();
    }

    private static async Task RecogniseAsync(IPage page)
    {
        await page.GetByText("Recognised in another way").ClickAsync();
        await page.GetByLabel("How the person was recognised").SelectOptionAsync("signed-letter");
        await page.GetByLabel("Note").FillAsync("letter 17");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Recognised by signed letter.")).ToBeVisibleAsync();
    }

    private static async Task CloseAsync(IPage page, string outcome, string button)
    {
        await page.GetByLabel("Outcome").SelectOptionAsync(outcome);
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }

    private static async Task<byte[]> DownloadAsync(IPage page, string link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    // As everybody sees it, in both languages, light and dark, wide and narrow.
    private async Task LookAsync(string address, string name)
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
            await visit.GoAsync(address.StartsWith('/') ? address : new Uri(address).AbsolutePath);
            await visit.HeadingAsync();
            await visit.ScreenshotAsync($"{name}-{look}");
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
        }
    }

    private async Task<DashboardDbContext> OpenAsync() => await browser.App.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
}

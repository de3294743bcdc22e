using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class ExportingTests(BrowserFixture browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    private IServiceProvider Services => browser.App.Services;

    [Fact]
    public async Task A_marketer_asks_an_officer_agrees_the_file_holds_who_may_be_contacted_and_recall_names_who_withdraws()
    {
        Services.GetRequiredService<ExportOptions>().ApprovalAbove = 10;
        await using var marketer = await browser.OpenAsAsync(Roles.Marketer, Look.Plain);
        await marketer.GoAsync("/exports/new");
        await Expect(marketer.Page.Locator(".figure[role=status]")).ToContainTextAsync("people", new() { Timeout = 60_000 });
        await marketer.Page.GetByRole(AriaRole.Button, new() { Name = "Request export" }).ClickAsync();
        await Expect(marketer.Page.GetByText("Say why the numbers are needed")).ToBeVisibleAsync(Patience);
        await marketer.Page.GetByLabel("Why").FillAsync("spring campaign");
        await marketer.ScreenshotAsync("export-asked");
        await marketer.AssertAccessibleAsync();
        await marketer.Page.GetByRole(AriaRole.Button, new() { Name = "Request export" }).ClickAsync();
        await Expect(marketer.Page.GetByText("Somebody who approves exports has to agree")).ToBeVisibleAsync(Patience);
        var path = new Uri(marketer.Page.Url).AbsolutePath;

        await ApproveAsync(path);
        var link = marketer.Page.GetByRole(AriaRole.Link, new() { Name = "Download XLSX" });
        await Expect(link).ToBeVisibleAsync(Patience);
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsAsync(Roles.Marketer, look);
            foreach (var (name, address) in new[] { ("export-done", path), ("exports-filled", "/exports") })
            {
                await visit.GoAsync(address);
                await visit.HeadingAsync();
                await Expect(visit.Page.GetByText("Seasonal").Or(visit.Page.GetByText("SMS")).First).ToBeVisibleAsync(Patience);
                await visit.ScreenshotAsync($"{name}-{look}");
                await visit.AssertFitsAsync();
                await visit.AssertAccessibleAsync();
            }
        }

        var direct = await marketer.Page.APIRequest.GetAsync(new Uri(new Uri(marketer.Page.Url), $"{path}/file").ToString(), new() { Headers = [new("Range", "bytes=0-9")] });
        // An answer that renews the session says no-cache beside it.
        Assert.Equal((200, true), (direct.Status, direct.Headers["cache-control"].Contains("no-store", StringComparison.Ordinal)));
        var file = await DownloadAsync(marketer.Page, link);
        Assert.Equal(await direct.BodyAsync(), file);
        var rows = Assert.Single(ReadSheets.Of(file)).Skip(1).Select(row => (Key: (string)row[0]!, Number: (string)row[1]!)).ToList();
        Assert.NotEmpty(rows);
        await AssertAreThoseDecidedAsync(path, rows.Select(row => row.Number));

        var gone = rows[rows.Count / 2];
        await Services.GetRequiredService<LedgerWriter>().RecordAsync(new()
        {
            Number = NumberFormats.Parse(gone.Number, "US").Value,
            Type = ConsentEventType.Withdrawn,
            Cells = ConsentCells.All,
            Assurance = Assurance.Proven,
            Source = Source.SmsReply,
            Method = Method.SmsKeyword,
            OccurredAt = Services.GetRequiredService<TimeProvider>().UtcMilliseconds(),
            Actor = Actor.Person,
            Evidence = new() { MessageId = "SM77", RawText = "STOP" },
        });
        var recall = System.Text.Encoding.UTF8.GetString(await DownloadAsync(marketer.Page, marketer.Page.GetByRole(AriaRole.Link, new() { Name = "Download recall" })));
        Assert.Contains($"{gone.Key},{gone.Number},withdrawn", recall, StringComparison.Ordinal);
    }

    private async Task ApproveAsync(string path)
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsAsync(Roles.Administrator, look);
            await visit.GoAsync(path);
            await visit.HeadingAsync();
            await Expect(visit.Page.Locator("#note")).ToBeVisibleAsync(Patience);
            await visit.ScreenshotAsync($"export-approval-{look}");
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
        }

        await using var officer = await browser.OpenAsAsync(Roles.ComplianceOfficer, Look.Plain);
        await officer.GoAsync(path);
        await officer.Page.GetByLabel("Note").FillAsync("agreed with the campaign plan");
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await Expect(officer.Page.GetByText("Approved. The export begins")).ToBeVisibleAsync(Patience);
        var refused = await officer.Page.APIRequest.GetAsync(new Uri(new Uri(officer.Page.Url), $"{path}/file").ToString(), new() { MaxRedirects = 0 });
        Assert.True(refused.Status is 302 or 403, $"{refused.Status}");
    }

    private async Task AssertAreThoseDecidedAsync(string path, IEnumerable<string> numbers)
    {
        Assert.True(PublicId.TryParse(path.Split('/')[^1], out var id));
        await using var db = await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        var job = await db.ExportJobs.AsNoTracking().SingleAsync(j => j.PublicId == id);
        var vault = Services.GetRequiredService<NumberVault>();
        var decisions = Services.GetRequiredService<ConsentDecisions>();
        var named = await db.NoticeVersionPurposes.Where(v => v.PurposeId == job.PurposeId).Select(v => v.NoticeVersionId).ToListAsync();
        List<string> expected = [];
        foreach (var person in await db.Consents.AsNoTracking().Where(c => c.SenderId == job.SenderId && c.Kind == ConsentKind.Contact && c.Channel == job.Channel && c.MessageType == job.MessageType && c.State == ConsentState.Given)
                     .Join(db.Subscribers, c => c.SubscriberId, s => s.Id, (c, s) => new { s.Id, s.PublicId, s.Cipher, c.NoticeVersionId }).ToListAsync())
        {
            if (person.NoticeVersionId is { } version && named.Contains(version) && (await decisions.ExplainAsync(person.Id, new DecisionRequest(job.SenderId, job.Channel, job.MessageType)))!.IsAllowed)
            {
                expected.Add(vault.Decrypt(person.Cipher!, person.PublicId));
            }
        }

        Assert.Equal(expected.Order(), numbers.Order());
    }

    private static async Task<byte[]> DownloadAsync(IPage page, ILocator link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var all = new MemoryStream();
        await content.CopyToAsync(all);
        return all.ToArray();
    }
}

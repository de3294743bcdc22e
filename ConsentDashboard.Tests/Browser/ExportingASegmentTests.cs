using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentDecision;
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
public sealed class ExportingASegmentTests(BrowserFixture browser)
{
    private const int MostPages = 60;

    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    private IServiceProvider Services => browser.App.Services;

    [Fact]
    public async Task The_workbook_holds_those_of_the_grid_who_may_be_contacted_and_nobody_else()
    {
        Services.GetRequiredService<ExportOptions>().ApprovalAbove = 10_000;
        await using var visit = await browser.OpenAsAsync(Roles.Marketer, Look.Plain);
        var name = $"Abroad {Guid.CreateVersion7():N}"[..20];
        await visit.GoAsync("/segments/new");
        await visit.HeadingAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add a condition" }).ClickAsync();
        await visit.Page.GetByLabel("Condition", new() { Exact = true }).SelectOptionAsync("Region");
        await visit.Page.GetByLabel("Region", new() { Exact = true }).FillAsync("DE, FR");
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = name })).ToBeVisibleAsync();
        var grid = await GridAsync(visit.Page);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Export", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByLabel("Who", new() { Exact = true }).Locator("option:checked")).ToHaveTextAsync(name);
        await visit.Page.GetByLabel("Why").FillAsync("letters to customers abroad");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Request export" }).ClickAsync();
        var link = visit.Page.GetByRole(AriaRole.Link, new() { Name = "Download XLSX" });
        await Expect(link).ToBeVisibleAsync(Patience);
        var numbers = Assert.Single(ReadSheets.Of(await DownloadAsync(visit.Page, link))).Skip(1).Select(row => (string)row[1]!).ToList();

        Assert.True(PublicId.TryParse(new Uri(visit.Page.Url).AbsolutePath.Split('/')[^1], out var id));
        var expected = await AllowedAsync(id, grid);
        Assert.NotEmpty(expected);
        Assert.True(expected.Count < grid.Count, "The grid has nobody who may not be contacted: nothing was left out.");
        Assert.Equal(expected.Order(), numbers.Order());
        visit.AssertUntroubled();
    }

    private static async Task<List<PublicId>> GridAsync(IPage page)
    {
        List<PublicId> people = [];
        for (var n = 0; n < MostPages; n++)
        {
            var links = page.Locator("table.rows tbody a");
            var addresses = await links.EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
            people.AddRange(addresses.Select(address => PublicId.TryParse(address.Split('/')[^1], out var id) ? id : throw new InvalidOperationException(address)));
            var next = page.GetByRole(AriaRole.Button, new() { Name = "Next" });
            if (await next.CountAsync() == 0 || await next.IsDisabledAsync())
            {
                return people;
            }

            await next.ClickAsync();
            await Expect(links.First).Not.ToHaveAttributeAsync("href", addresses[0]);
        }

        throw new InvalidOperationException("The grid has no end.");
    }

    private async Task<List<string>> AllowedAsync(PublicId export, List<PublicId> grid)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        var job = await db.ExportJobs.AsNoTracking().SingleAsync(j => j.PublicId == export);
        var vault = Services.GetRequiredService<NumberVault>();
        var decisions = Services.GetRequiredService<ConsentDecisions>();
        var named = await db.NoticeVersionPurposes.Where(v => v.PurposeId == job.PurposeId).Select(v => v.NoticeVersionId).ToListAsync();
        List<string> allowed = [];
        foreach (var id in grid)
        {
            var person = await db.Subscribers.AsNoTracking().SingleAsync(s => s.PublicId == id);
            var cell = await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.SubscriberId == person.Id && c.SenderId == job.SenderId && c.Kind == ConsentKind.Contact && c.Channel == job.Channel && c.MessageType == job.MessageType);
            var isNamed = cell?.NoticeVersionId is { } version && named.Contains(version);
            if (isNamed && (await decisions.ExplainAsync(person.Id, new DecisionRequest(job.SenderId, job.Channel, job.MessageType)))!.IsAllowed)
            {
                allowed.Add(vault.Decrypt(person.Cipher!, person.PublicId));
            }
        }

        return allowed;
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

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

/// <summary>An administrator asks, somebody else agrees, the numbers are gone and stay suppressed, and the certificate verifies.</summary>
[Collection(nameof(InBrowser))]
public sealed class CleaningTheListTests(BrowserFixture browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    [Fact]
    public async Task Whoever_asks_does_not_agree_and_what_another_agrees_to_is_erased_with_a_certificate()
    {
        await using var administrator = await browser.OpenAsAsync(Roles.Administrator, Look.Plain);
        var (region, due) = await FewAsync();
        var name = $"Erase {Guid.CreateVersion7():N}"[..20];
        await administrator.GoAsync("/retention/policies/new");
        await administrator.HeadingAsync();
        await administrator.Page.GetByLabel("Then", new() { Exact = true }).SelectOptionAsync("Erase");
        await administrator.Page.GetByLabel("Region", new() { Exact = true }).FillAsync(region);
        await administrator.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await administrator.AtAsync("/retention/policies/(?!new$)");

        await administrator.GoAsync($"/retention/runs/new?policy={administrator.Page.Url.Split('/')[^1]}");
        await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "Find who is due" }).ClickAsync();
        await Expect(administrator.Page.GetByRole(AriaRole.Heading, new() { Level = 2, Name = "Ask for the run" })).ToBeVisibleAsync();
        await Expect(administrator.Page.GetByText($"{due.Count} subscriber", new() { Exact = false }).First).ToBeVisibleAsync();
        await administrator.Page.GetByLabel("Why").FillAsync("people who left long ago");
        await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for approval" }).ClickAsync();
        await Expect(administrator.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeDisabledAsync();

        await using var officer = await browser.OpenAsAsync(Roles.ComplianceOfficer, Look.Plain);
        await officer.GoAsync(new Uri(administrator.Page.Url).AbsolutePath);
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Certificate", Exact = true }).ClickAsync(new() { Timeout = Patience.Timeout });
        await Expect(officer.Page.GetByText("The signature holds.")).ToBeVisibleAsync(Patience);
        var report = CertificateVerification.Verify(await DownloadAsync(officer.Page));

        Assert.Equal((true, (long)due.Count, (long)due.Count), (report.Holds, report.Certificate!.Approved, report.Certificate.Cleaned));
        await AssertGoneAsync(due);
        administrator.AssertUntroubled();
        officer.AssertUntroubled();
    }

    // Of a region that nobody else of the company is from, so that the rest stays for the other journeys.
    private async Task<(string Region, List<(long Id, byte[] Index)> Due)> FewAsync()
    {
        const string Region = "LI";
        Subscriber[] few = [await browser.LeftLongAgoAsync("+423660234567", Region), await browser.LeftLongAgoAsync("+423660234568", Region)];
        return (Region, [.. few.Select(s => (s.Id, s.BlindIndex!))]);
    }

    private async Task AssertGoneAsync(List<(long Id, byte[] Index)> people)
    {
        await using var db = await OpenAsync();
        foreach (var (id, index) in people)
        {
            var row = await db.Subscribers.AsNoTracking().SingleAsync(s => s.Id == id);
            Assert.Equal((true, null, null), (row.ErasedAt is not null, row.Cipher, row.BlindIndex));
            Assert.True(await db.Suppressions.AnyAsync(s => s.BlindIndex == index && s.EndedAt == Times.Never && (s.Reason == SuppressionReason.Erased || s.Reason == SuppressionReason.Withdrawn)));
        }
    }

    private static async Task<byte[]> DownloadAsync(IPage page)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download JSON" }).ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task<DashboardDbContext> OpenAsync() => await browser.App.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
}

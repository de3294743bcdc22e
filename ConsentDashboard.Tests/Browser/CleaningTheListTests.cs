using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
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
        await administrator.Page.WaitForURLAsync(url => url.Contains("/retention/policies/", StringComparison.Ordinal) && !url.EndsWith("/new", StringComparison.Ordinal));

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

    // Few, so that the rest of the company's people stay for the other journeys.
    private async Task<(string Region, List<(long Id, byte[] Index)> Due)> FewAsync()
    {
        await using var db = await OpenAsync();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var before = now.AddDays(-30);
        var people = await db.Subscribers
            .Where(s => s.Standing == Standing.Withdrawn && s.Cipher != null && s.LastActivityAt < before && !db.Holds.Any(h => h.SubscriberId == s.Id && h.To > now)
                && !db.Consents.Any(c => c.SubscriberId == s.Id && c.State == ConsentState.Withdrawn && c.StateAt >= before) && !db.PendingRequests.Any(p => p.SubscriberId == s.Id))
            .Select(s => new { s.Id, s.Region, s.BlindIndex }).ToListAsync();
        var few = people.GroupBy(s => s.Region).OrderBy(region => region.Count()).ThenBy(region => region.Key, StringComparer.Ordinal).First();
        return (few.Key, [.. few.Select(s => (s.Id, s.BlindIndex!))]);
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

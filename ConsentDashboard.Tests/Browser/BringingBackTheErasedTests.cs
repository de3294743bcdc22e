using System.Globalization;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.Retention.Policies;
using ConsentDashboard.Features.Retention.Runs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

/// <summary>A list still holds numbers that were erased here: each of its rows is refused, and nobody of them is known afterwards.</summary>
[Collection(nameof(InBrowser))]
public sealed class BringingBackTheErasedTests(BrowserFixture browser)
{
    // A region that nobody else of the company is from, so that the policy is about these alone.
    private const string Region = "IS";
    private const string StoppedEverywhere = "+3546118201";
    private const string StoppedOneSender = "+3546118202";
    private const string StoppedWithoutDate = "+3546118203";
    private const string Fresh = "+3546118204";
    private const string FreshToo = "+3546118205";

    private IServiceProvider Services => browser.App.Services;

    [Fact]
    public async Task Each_row_of_an_erased_number_is_refused_with_its_reason_and_the_others_come_in()
    {
        var sender = await SenderAsync();
        await browser.LeftLongAgoAsync(StoppedEverywhere, Region);
        await browser.LeftLongAgoAsync(StoppedOneSender, Region, sender.Id);
        await browser.LeftLongAgoAsync(StoppedWithoutDate, Region, sender.Id);
        await using var visit = await browser.OpenAsAsync(Roles.Administrator);
        await EraseAsync(visit);

        await visit.GoAsync("/imports");
        await visit.HeadingAsync();
        await visit.Page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "old-product.csv", MimeType = "text/csv", Buffer = List() });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }).ClickAsync();
        await visit.Page.GetByLabel("Sender", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = sender.Name });
        await visit.Page.GetByLabel("Where the proof lies").FillAsync("archive/2025");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start the dry run" }).ClickAsync();

        await Expect(visit.Page.GetByText("The import will write: consents 2")).ToBeVisibleAsync();
        foreach (var row in (int[])[1, 2, 4])
        {
            await Expect(Sample(visit, row)).ToContainTextAsync("The number was erased here");
        }

        await visit.ScreenshotAsync("import-erased-tried");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Run the import" }).ClickAsync();
        await Expect(visit.Page.GetByText("Every row came to what the dry run had said")).ToBeVisibleAsync();

        const string Refused = "Suppressed,,\"The number was erased here, and no list brings it back.\"";
        Assert.Equal([$"1,{Refused}", $"2,{Refused}", $"4,{Refused}"], await RejectedAsync(visit));
        foreach (var number in (string[])[StoppedEverywhere, StoppedOneSender, StoppedWithoutDate])
        {
            await SearchAsync(visit, number);
            await Expect(visit.Page.GetByText("This number is not kept here, but it is on the suppression list")).ToBeVisibleAsync();
        }

        await SearchAsync(visit, Fresh);
        await visit.AtAsync("/subscribers/[^/]+$");
        visit.AssertUntroubled();
    }

    private static ILocator Sample(Visit visit, int row) => visit.Page.GetByRole(AriaRole.Row, new() { NameRegex = new($"^{row} \\+354") });

    private async Task EraseAsync(Visit visit)
    {
        var policy = Of(await Services.GetRequiredService<SavePolicy>().ExecuteAsync(
            new() { Name = "Erase who left", Definition = new() { Trigger = RetentionTrigger.Withdrawn, Period = 30, Unit = RetentionUnit.Days, Action = RetentionAction.Erase, Region = Region } }, Staff.Administrator));
        var run = Of(await Services.GetRequiredService<PreviewPolicy>().ExecuteAsync(policy, Staff.Administrator));
        Assert.Null((await Services.GetRequiredService<RequestRun>().ExecuteAsync(new(run, "who left long ago", Count: 3), Staff.Administrator)).Error);
        Assert.Null((await Services.GetRequiredService<ApproveRun>().ExecuteAsync(new(run, Count: 3), Staff.Officer)).Error);
        await visit.GoAsync($"/retention/runs/{run}");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Certificate", Exact = true })).ToBeVisibleAsync();
    }

    // One of the erased has a date younger than everything that is known of her, and one has none.
    private byte[] List()
    {
        var today = Services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($"""
            phone;consent_date;ip
            {StoppedEverywhere};{today};198.51.100.7
            {StoppedOneSender};{today};198.51.100.8
            {Fresh};{today};198.51.100.9
            {StoppedWithoutDate};;198.51.100.10
            {FreshToo};{today};198.51.100.11

            """);
    }

    private static async Task<string[]> RejectedAsync(Visit visit)
    {
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Download rejected rows" }).ClickAsync());
        return (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
    }

    // On a page of its own: the answer to the number before stands until the next one is there.
    private static async Task SearchAsync(Visit visit, string number)
    {
        await visit.GoAsync("/subscribers");
        await visit.HeadingAsync();
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Phone number or its last four digits" }).FillAsync(number);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Find", Exact = true }).ClickAsync();
    }

    private async Task<Sender> SenderAsync()
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return await db.Senders.AsNoTracking().FirstAsync(s => !s.NeedsProcessingConsent);
    }

    private static T Of<T>(Result<T> result) => result.Failed ? throw new InvalidOperationException(result.Error.Key) : result.Value;
}

using System.Globalization;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
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
public sealed class ImportingAListTests(BrowserFixture browser)
{
    private const int Fresh = 8001;
    private const int Withdrawn = 8002;
    private const int Stopped = 8003;
    private const int Unproven = 8004;

    private IServiceProvider Services => browser.App.Services;

    [Fact]
    public async Task A_foreign_list_makes_nobody_contactable_who_had_withdrawn()
    {
        var sender = await SenderAsync();
        await WithdrawAsync(Withdrawn, sender.Id);
        await WithdrawAsync(Stopped, null);
        await using var visit = await browser.OpenAsAsync(Roles.Administrator);
        await visit.GoAsync("/imports");
        await visit.HeadingAsync();
        await visit.Page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "old-product.csv", MimeType = "text/csv", Buffer = List() });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "What the columns are" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Say whether the day or the month comes first")).ToBeVisibleAsync();
        Assert.DoesNotContain("9168001", await visit.Page.ContentAsync(), StringComparison.Ordinal);
        await LookAsync(visit, "import-columns");
        await visit.Page.GetByLabel("Dates are written").SelectOptionAsync("DayFirst");
        await visit.Page.GetByLabel("Source", new() { Exact = true }).FillAsync("Old product");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }).ClickAsync();

        await visit.Page.GetByLabel("Sender", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = sender.Name });
        await visit.Page.GetByLabel("Region of numbers without a calling code").SelectOptionAsync("RU");
        await visit.Page.GetByLabel("Where the proof lies").FillAsync("archive/2025");
        await LookAsync(visit, "import-declare");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start the dry run" }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "What would happen" })).ToBeVisibleAsync();
        await Expect(RowOf(visit, "New")).ToContainTextAsync("1");
        await Expect(RowOf(visit, "Refused by the ratchet")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("The import will write: consents 1")).ToBeVisibleAsync();
        await LookAsync(visit, "import-tried");
        Assert.False(await MayContactAsync(Fresh, sender.Id));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Run the import" }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "What happened" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Every row came to what the dry run had said")).ToBeVisibleAsync();
        await LookAsync(visit, "import-done");
        Assert.True(await MayContactAsync(Fresh, sender.Id));
        Assert.False(await MayContactAsync(Withdrawn, sender.Id));
        Assert.False(await MayContactAsync(Stopped, sender.Id));
        Assert.False(await MayContactAsync(Unproven, sender.Id));
        Assert.Equal(6, (await DownloadAsync(visit, "Download rejected rows")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Take the import back" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByLabel("Why").FillAsync("the wrong list");
        await visit.ScreenshotAsync("import-undo");
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Take the import back" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Taken back" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Consents taken back")).ToBeVisibleAsync();
        await LookAsync(visit, "import-undone");
        await visit.GoAsync("/imports");
        await visit.HeadingAsync();
        await LookAsync(visit, "imports-some");
        Assert.False(await MayContactAsync(Fresh, sender.Id));
        visit.AssertUntroubled();
    }

    private static ILocator RowOf(Visit visit, string verdict) => visit.Page.GetByRole(AriaRole.Row).Filter(new() { Has = visit.Page.GetByRole(AriaRole.Rowheader, new() { Name = verdict }) }).First;

    // Dates that two orders fit, a number that is none, one twice, and one of which nobody knows when she agreed.
    private byte[] List()
    {
        var month = Services.GetRequiredService<TimeProvider>().GetUtcNow().AddMonths(-2).ToString("MM'/'yyyy", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($"""
            phone;consent_date;ip
            {A.Number(Fresh)};03/{month};198.51.100.7
            {A.Number(Withdrawn)};03/{month};198.51.100.8
            {A.Number(Stopped)};03/{month};198.51.100.9
            {A.Number(Unproven)};;198.51.100.10
            12;03/{month};
            {A.Number(Fresh)};04/{month};

            """);
    }

    private async Task LookAsync(Visit visit, string name)
    {
        var path = new Uri(visit.Page.Url).PathAndQuery;
        await visit.AssertAccessibleAsync();
        foreach (var look in Look.All)
        {
            await using var other = await browser.OpenAsAsync(Roles.Administrator, look);
            await other.GoAsync(path);
            await other.HeadingAsync();
            await other.ScreenshotAsync($"{name}-{look}");
            await other.AssertFitsAsync();
            await other.AssertAccessibleAsync();
        }
    }

    private static async Task<string> DownloadAsync(Visit visit, string link)
    {
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    private async Task<Sender> SenderAsync()
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return await db.Senders.AsNoTracking().FirstAsync(s => !s.NeedsProcessingConsent);
    }

    private async Task<bool> MayContactAsync(int phone, long sender) => DecisionReasons.None == (await Services.GetRequiredService<ConsentDecisions>()
        .DecideAsync([NumberFormats.Parse(A.Number(phone), "RU").Value], new(sender, Channel.Sms, MessageType.Promotional)))[0];

    private Task WithdrawAsync(int phone, long? sender) => Services.GetRequiredService<LedgerWriter>().RecordAsync(new()
    {
        Number = NumberFormats.Parse(A.Number(phone), "RU").Value,
        Type = ConsentEventType.Withdrawn,
        SenderId = sender,
        Cells = ConsentCells.All,
        Assurance = Assurance.Proven,
        Source = Source.SmsReply,
        Method = Method.SmsKeyword,
        OccurredAt = Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime,
        Actor = Actor.Person,
        Evidence = new() { MessageId = $"SM{phone}", RawText = "STOP" },
    });
}

using ClosedXML.Excel;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentDecision;
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
public sealed class ImportingAWorkbookTests(BrowserFixture browser)
{
    private const int Agreed = 8101;
    private const int Left = 8102;
    private const int Typed = 8103;

    private IServiceProvider Services => browser.App.Services;

    [Fact]
    public async Task Dates_and_numbers_of_Excel_are_read_as_they_are_and_who_left_stays_out()
    {
        var sender = await SenderAsync();
        await using var visit = await browser.OpenAsAsync(Roles.Administrator);
        await visit.GoAsync("/imports");
        await visit.HeadingAsync();
        await visit.Page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "customers.xlsx", MimeType = "application/octet-stream", Buffer = Workbook() });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "What the columns are" })).ToBeVisibleAsync();
        await visit.ScreenshotAsync("import-workbook-columns");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }).ClickAsync();
        await visit.Page.GetByLabel("Sender", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = sender.Name });
        await visit.Page.GetByLabel("Region of numbers without a calling code").SelectOptionAsync("RU");
        await visit.Page.GetByLabel("Where the proof lies").FillAsync("folder 12");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start the dry run" }).ClickAsync();
        await Expect(visit.Page.GetByText("The import will write: consents 2, opt-outs 1")).ToBeVisibleAsync();
        await visit.ScreenshotAsync("import-workbook-tried");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Run the import" }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "What happened" })).ToBeVisibleAsync();
        Assert.True(await MayContactAsync(Agreed, sender.Id));
        Assert.True(await MayContactAsync(Typed, sender.Id));
        Assert.False(await MayContactAsync(Left, sender.Id));
        visit.AssertUntroubled();
    }

    private byte[] Workbook()
    {
        var now = Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        using var workbook = new XLWorkbook();
        var sheet = workbook.AddWorksheet("Клиенты");
        object[][] rows =
        [
            ["Телефон", "Дата согласия", "Дата отписки"],
            [A.Number(Agreed), now.AddDays(-40), ""],
            [A.Number(Left), now.AddDays(-40), now.AddDays(-3)],
            [long.Parse(A.Number(Typed)[1..], System.Globalization.CultureInfo.InvariantCulture), now.AddDays(-20), ""],
        ];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                sheet.Cell(row + 1, column + 1).SetValue(rows[row][column]);
            }
        }

        using var content = new MemoryStream();
        workbook.SaveAs(content);
        return content.ToArray();
    }

    private async Task<Sender> SenderAsync()
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return await db.Senders.AsNoTracking().FirstAsync(s => !s.NeedsProcessingConsent);
    }

    private async Task<bool> MayContactAsync(int phone, long sender) => DecisionReasons.None == (await Services.GetRequiredService<ConsentDecisions>()
        .DecideAsync([NumberFormats.Parse(A.Number(phone), "RU").Value], new(sender, Channel.Sms, MessageType.Promotional)))[0];
}

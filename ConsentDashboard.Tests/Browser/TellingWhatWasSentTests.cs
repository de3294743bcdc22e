using System.Text;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class TellingWhatWasSentTests(BrowserFixture browser)
{
    public static TheoryData<Look> Looks => new(Look.All);

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task A_marketer_uploads_a_list_and_reads_what_came_of_it(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.Marketer, look);
        var (ru, day) = (look.Language == "ru", $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}");
        await visit.GoAsync("/sends");
        await visit.HeadingAsync();

        await visit.Page.GetByLabel(ru ? "Отправитель" : "Sender", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await visit.Page.GetByLabel(ru ? "Файл" : "File", new() { Exact = true }).SetInputFilesAsync(new FilePayload
        {
            Name = "campaign.csv",
            MimeType = "text/csv",

            // A list of its own for each look: the same one counts once.
            Buffer = Encoding.UTF8.GetBytes($"phone,date,campaign\n+447400123999,{day},{look}\n12,{day},{look}\n+447400123998,05/20/2026,{look}\n"),
        });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Учесть" : "Count", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByText(ru ? "Учтено: 1. На неизвестные номера: 1" : "Counted: 1. To unknown numbers: 1")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText(ru ? "Не удалось прочитать 2 строки" : "2 rows were not understood")).ToBeVisibleAsync();
        await visit.ScreenshotAsync($"sends-counted-{look}");
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
        visit.AssertUntroubled();
    }
}

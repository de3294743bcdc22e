using System.Text;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class RecordingAnswersTests(BrowserFixture browser)
{
    public static TheoryData<Look> Looks => new(Look.All);

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task An_officer_looks_into_a_file_says_what_a_word_means_and_records_it(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        var ru = look.Language == "ru";
        await visit.GoAsync("/reachability");
        await visit.HeadingAsync();

        await visit.Page.GetByLabel(ru ? "Кто это сообщил" : "Who says so", new() { Exact = true }).FillAsync("Registry");
        await visit.Page.GetByLabel(ru ? "Файл" : "File", new() { Exact = true }).SetInputFilesAsync(new FilePayload
        {
            Name = "answers.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes("phone,status,date\n+447400123999,dead,2026-01-15\n+447400123998,barred,2026-01-15\n12,live,2026-01-15\n4.474E+11,live,2026-01-15\n"),
        });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Проверить файл" : "Look at the file", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByText(ru ? "Не удалось разобрать 3 строки" : "3 rows were not understood")).ToBeVisibleAsync();
        await visit.ScreenshotAsync($"reachability-preview-{look}");
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();

        await visit.Page.GetByLabel(ru ? "«barred» (строк: 1)" : "“barred” (rows: 1)", new() { Exact = true }).SelectOptionAsync("Dead");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Проверить ещё раз с этими значениями" : "Look again with these meanings", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByText(ru ? "Не удалось разобрать 2 строки" : "2 rows were not understood")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Записать" : "Record", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = ru ? "Записано" : "Recorded", Exact = true })).ToBeVisibleAsync();
        await visit.ScreenshotAsync($"reachability-recorded-{look}");
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
        visit.AssertUntroubled();
    }
}

using System.Globalization;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class ReadingReportsTests(BrowserFixture browser)
{
    private const int HeadRows = 5;

    public static TheoryData<Look> Looks => new(Look.All.Where(look => look is { Language: "en", Dark: false, Width: 1440 } or { Language: "ru", Dark: true, Width: 360 }));

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task An_officer_downloads_what_the_screen_shows(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        var ru = look.Language == "ru";
        await visit.GoAsync("/reports");
        await visit.HeadingAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = ru ? "Согласия и отказы" : "Opt-ins and opt-outs", Exact = true }).First.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = ru ? "Прошлый квартал" : "Last quarter", Exact = true }).ClickAsync();
        await visit.AtAsync("period=last-quarter$");
        await Expect(visit.Page.Locator("nav a[aria-current=true]")).ToHaveTextAsync(ru ? "Прошлый квартал" : "Last quarter");
        await Expect(visit.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        var more = visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Показать все строки" : "Show all rows", Exact = true });
        for (var left = await more.CountAsync(); left > 0; left--)
        {
            await more.First.ClickAsync();
            await Expect(more).ToHaveCountAsync(left - 1);
        }

        var tables = await visit.Page.Locator(".view").AllAsync();
        List<string[][]> shown = [];
        foreach (var table in tables)
        {
            shown.Add(await table.Locator("tbody tr").EvaluateAllAsync<string[][]>("rows => rows.map(row => [...row.cells].map(cell => cell.textContent.replace('–', '')))"));
        }

        // The newest stands first, above those that the other looks had made.
        var links = visit.Page.GetByRole(AriaRole.Link, new() { Name = ru ? "Скачать: Согласия и отказы" : "Download Opt-ins and opt-outs" });
        await visit.HeadingAsync();
        var before = await links.CountAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Создать книгу Excel" : "Make a workbook", Exact = true }).ClickAsync();
        await Expect(links).ToHaveCountAsync(before + 1);
        var link = links.First;
        await visit.ScreenshotAsync($"report-made-{look}");
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());

        await using var file = await download.CreateReadStreamAsync();
        using var workbook = new MemoryStream();
        await file.CopyToAsync(workbook, TestContext.Current.CancellationToken);
        Assert.Matches("^opt-ins-and-opt-outs-.*\\.xlsx$", download.SuggestedFilename);
        Assert.NotEmpty(shown);
        Assert.Equal(shown, Read(workbook, CultureInfo.GetCultureInfo(look.Language)));
    }

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task An_officer_has_a_report_made_by_itself(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        var ru = look.Language == "ru";
        await visit.GoAsync("/reports");
        await visit.HeadingAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Новое расписание" : "New schedule", Exact = true }).ClickAsync();
        await visit.Page.GetByLabel(ru ? "Повторять" : "Repeat", new() { Exact = true }).SelectOptionAsync("Weekly");
        await visit.Page.GetByLabel(ru ? "День недели" : "Day of the week", new() { Exact = true }).SelectOptionAsync("Friday");
        await visit.Page.GetByLabel(ru ? "Время" : "Time", new() { Exact = true }).FillAsync("06:30");
        await Expect(visit.Page.Locator(".preview li")).ToHaveCountAsync(5);
        await Expect(visit.Page.Locator(".preview strong")).ToContainTextAsync(ru ? "По пятницам в 06:30" : "Every Friday at 06:30");
        await visit.ScreenshotAsync($"report-schedule-{look}");
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Сохранить" : "Save", Exact = true }).ClickAsync();

        await Expect(visit.Page.Locator("td").Filter(new() { HasText = ru ? "По пятницам в 06:30" : "Every Friday at 06:30" }).First).ToBeVisibleAsync();
        await visit.ScreenshotAsync($"report-scheduled-{look}");
        await visit.AssertAccessibleAsync();
    }

    private static List<string[][]> Read(Stream workbook, CultureInfo culture)
    {
        List<string[][]> sheets = [];
        workbook.Position = 0;
        using var reader = OpenedWorkbook.Open(workbook);
        do
        {
            List<string[]> rows = [];
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column), reader.GetNumberFormatString(column), culture))]);
            }

            sheets.Add([.. rows.Skip(HeadRows)]);
        }
        while (reader.NextResult());
        return sheets;
    }

    private static string Text(object? value, string? format, CultureInfo culture) => value switch
    {
        null => "",
        DateTime day => day.ToString("d MMM yyyy", culture),
        double number => number.ToString(format == "0.0%" ? "P1" : format == "#,##0.0" ? "N1" : "N0", culture),
        _ => $"{value}",
    };
}

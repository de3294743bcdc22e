using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class HoldingASegmentTests(BrowserFixture browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    public static TheoryData<Look> Looks => new(Look.All);

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task An_officer_puts_a_segment_on_hold_and_releases_it(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer, look);
        var ru = look.Language == "ru";
        var name = $"Case {Guid.CreateVersion7():N}"[..20];
        await SaveSegmentAsync(visit, name, ru);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = ru ? "Заморозить" : "Place under legal hold", Exact = true }).ClickAsync();
        await Expect(visit.Page.Locator("#segment option:checked")).ToHaveTextAsync(name);
        await visit.Page.GetByLabel(ru ? "Причина" : "Reason", new() { Exact = true }).FillAsync(ru ? "дело 12/26" : "case 12/26");
        await visit.Page.GetByLabel(ru ? "Последний день заморозки" : "Last day of the hold", new() { Exact = true }).FillAsync($"{TimeProvider.System.GetUtcNow().AddYears(1):yyyy-MM-dd}");
        await LookAsync(visit, $"hold-new-filled-{look}");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Заморозить" : "Place hold", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByText(ru ? "Действует" : "In force", new() { Exact = true })).ToBeVisibleAsync(Patience);
        await LookAsync(visit, $"hold-in-force-{look}");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Снять заморозку" : "Release", Exact = true }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel(ru ? "Почему её можно снять" : "Why it may end").FillAsync(ru ? "дело закрыто" : "the case is closed");
        await dialog.GetByRole(AriaRole.Button, new() { Name = ru ? "Снять заморозку" : "Release", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByText(ru ? "Снята" : "Released", new() { Exact = true })).ToBeVisibleAsync(Patience);
        await LookAsync(visit, $"hold-released-{look}");
        await visit.GoAsync("/holds");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = name })).ToBeVisibleAsync();
        await LookAsync(visit, $"holds-listed-{look}");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = ru ? "Отдельные люди" : "On single persons", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = ru ? "Номер" : "Number", Exact = true })).ToBeVisibleAsync(new() { Visible = look.Width > 640 });
        await LookAsync(visit, $"holds-of-people-{look}");
        visit.AssertUntroubled();
    }

    private static async Task SaveSegmentAsync(Visit visit, string name, bool ru)
    {
        await visit.GoAsync("/segments/new");
        await visit.HeadingAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Добавить условие" : "Add a condition" }).ClickAsync();
        await visit.Page.GetByLabel(ru ? "Условие" : "Condition", new() { Exact = true }).SelectOptionAsync("Region");
        await visit.Page.GetByLabel(ru ? "Регион" : "Region", new() { Exact = true }).FillAsync("FR");
        await visit.Page.GetByLabel(ru ? "Название" : "Name", new() { Exact = true }).FillAsync(name);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Сохранить" : "Save", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = name })).ToBeVisibleAsync();
    }

    private static async Task LookAsync(Visit visit, string name)
    {
        await visit.ScreenshotAsync(name);
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
    }
}

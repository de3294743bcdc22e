using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class BuildingASegmentTests(BrowserFixture browser)
{
    public static TheoryData<Look> Looks => new(Look.All);

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task A_marketer_says_who_sees_how_many_and_finds_it_again(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.Marketer, look);
        var name = $"Spring {Guid.CreateVersion7():N}"[..20];
        var ru = look.Language == "ru";
        await visit.GoAsync("/segments/new");
        await visit.HeadingAsync();
        var everybody = await visit.Page.Locator(".figure").InnerTextAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Добавить условие" : "Add a condition" }).ClickAsync();
        await visit.Page.GetByLabel(ru ? "Канал" : "Channel", new() { Exact = true }).SelectOptionAsync("Sms");
        await Expect(visit.Page.GetByText(ru ? "согласие: Дано (SMS)" : "consent is Given (SMS)").First).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".figure")).Not.ToHaveTextAsync(everybody);
        await Expect(visit.Page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await visit.ScreenshotAsync($"segment-building-{look}");
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();

        await visit.Page.GetByLabel(ru ? "Название" : "Name", new() { Exact = true }).FillAsync(name);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = ru ? "Сохранить" : "Save", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = name })).ToBeVisibleAsync();

        await visit.GoAsync("/segments");
        await Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = name })).ToContainTextAsync(ru ? "согласие: Дано (SMS)" : "consent is Given (SMS)");
        visit.AssertUntroubled();
    }
}

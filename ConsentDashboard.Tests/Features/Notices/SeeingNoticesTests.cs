using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Features.Notices;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Notices;

public sealed class SeeingNoticesTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "There are no notices yet", "New notice")]
    [InlineData("ru", "Уведомлений пока нет", "Новое уведомление")]
    public async Task An_empty_list_says_so_and_offers_to_begin(string language, string empty, string begin)
    {
        await using var here = await Installation.EmptyAsync();
        await using var screen = new Screen(here, language: language).Ready();

        var page = screen.Render<NoticeList>();

        page.WaitForAssertion(() => Assert.Equal(empty, page.Find("h2").TextContent));
        Assert.Equal((begin, "/notices/new"), (page.Find(".actions a").TextContent, page.Find(".actions a").GetAttribute("href")));
    }

    [Fact]
    public async Task Loading_is_shown_until_there_is_something()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here);

        var page = screen.Render<NoticeList>();
        Assert.Contains("Loading", page.Find(".state").TextContent, StringComparison.Ordinal);

        screen.Ready();
        page.WaitForAssertion(() => Assert.Equal(["North Shop news", "South Bank news"], page.FindAll("tbody a").Select(link => link.TextContent)));
    }

    [Fact]
    public async Task Who_may_only_look_is_offered_nothing_to_change()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var (published, draft) = (await notices.PublishedAsync(), await notices.BeginAsync());
        await using var screen = new Screen(here, Roles.Marketer).Ready();

        var list = screen.Render<NoticeList>();
        var pages = new[] { published, draft }.Select(notice => Open(screen, notice.Notice.PublicId)).ToList();

        list.WaitForAssertion(() => Assert.Equal(4, list.FindAll("tbody tr").Count));
        Assert.DoesNotContain(list.FindAll("a"), link => link.TextContent == "New notice");
        Assert.All(pages, page => page.WaitForAssertion(() => Assert.Single(page.FindAll("#preview-head"))));
        Assert.All(pages, page => Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent is "New version" or "Retire…" or "Publish" or "Save draft"));
    }

    [Fact]
    public async Task Who_may_not_look_sees_the_forbidden_state_and_it_is_recorded()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here, Roles.SupportAgent).Ready();

        var (list, page, begin) = (screen.Render<NoticeList>(), Open(screen, new(1)), screen.Render<NewNotice>());

        list.WaitForAssertion(() => Assert.Contains("No permission", list.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("No permission", page.Markup, StringComparison.Ordinal));
        begin.WaitForAssertion(() => Assert.Contains("No permission", begin.Markup, StringComparison.Ordinal));
        Assert.Equal([Permissions.ManageCollection, Permissions.ViewCollection, Permissions.ViewCollection], screen.Denials.Order());
    }

    [Fact]
    public async Task A_failure_shows_a_reference_and_can_be_tried_again()
    {
        await using var here = await Installation.CreateAsync();
        await using var db = here.Open();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Notices RENAME TO Gone", Token);
        await using var screen = new Screen(here).Ready();

        var page = screen.Render<NoticeList>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[role=alert] code")));

        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Gone RENAME TO Notices", Token);
        await page.FindAll("button").Single(button => button.TextContent == "Try again").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000000007")]
    public async Task An_address_of_nothing_says_so_and_leads_back(string id)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here).Ready();

        var page = screen.Render<NoticePage>(parameters => parameters.Add(p => p.Id, id));

        page.WaitForAssertion(() => Assert.Contains("There is no such notice", page.Markup, StringComparison.Ordinal));
        Assert.Equal("/notices", page.Find("a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_published_version_shows_its_hash_and_its_permanent_addresses_and_can_be_retired()
    {
        await using var here = await Installation.CreateAsync();
        var notice = await new WrittenNotices(here).PublishedAsync();
        var version = notice.Versions[0].Version;
        await using var screen = new Screen(here).Ready();
        var dialogs = screen.Dialogs();

        var page = Open(screen, notice.Notice.PublicId);
        page.WaitForAssertion(() => Assert.Contains(Convert.ToHexStringLower(version.ContentHash!), page.Markup, StringComparison.Ordinal));
        Assert.Equal([$"/notice/{version.PublicId}/en", $"/notice/{version.PublicId}/ru"], page.FindAll("dd a[target]").Select(link => link.GetAttribute("href")!).Where(link => link.StartsWith("/notice/", StringComparison.Ordinal)));

        _ = Button(page, "Retire…").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("No active collection point shows it.", dialogs.Markup, StringComparison.Ordinal));
        await Button(dialogs, "Retire").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("The version is retired. It stays readable.", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent == "Retire…");
    }

    [Fact]
    public async Task The_next_version_is_compared_word_by_word()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var notice = await notices.PublishedAsync();
        await notices.Start.ExecuteAsync(notice.Notice.PublicId, Staff.Officer, Token);
        notice = await notices.FindAsync(notice.Notice.PublicId);
        var form = DraftForm.Of(notice, notice.Versions[0]);
        (form.Texts[0].Body, form.FrequencyCount) = ("May we only text you?", 4);
        await notices.Save.ExecuteAsync(form, Staff.Officer, Token);
        await using var screen = new Screen(here).Ready();

        screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"/notices/{notice.Notice.PublicId}?version=2&against=1");
        var page = Open(screen, notice.Notice.PublicId);

        page.WaitForAssertion(() => Assert.Equal(["How often", "Text"], page.FindAll("section dt").Select(term => term.TextContent)));
        Assert.Equal(["8", " and call"], page.FindAll("del").Select(text => text.TextContent));
        Assert.Equal(["4", "only "], page.FindAll("ins").Select(text => text.TextContent));
    }

    private static IRenderedComponent<NoticePage> Open(Screen screen, PublicId id) => screen.Render<NoticePage>(parameters => parameters.Add(p => p.Id, $"{id}"));

    private static IElement Button<T>(IRenderedComponent<T> page, string text)
        where T : IComponent => page.FindAll("button").Single(button => button.TextContent == text);
}

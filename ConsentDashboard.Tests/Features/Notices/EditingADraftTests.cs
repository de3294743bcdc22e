using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Features.Notices;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace ConsentDashboard.Tests.Features.Notices;

public sealed class EditingADraftTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_notice_is_begun_with_a_name_a_sender_and_what_it_asks_for()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here).Ready();
        var page = screen.Render<NewNotice>();
        page.WaitForElement("form");

        await page.Find("form").SubmitAsync();
        Assert.Equal("Give it a name.", Beside(page, "Name"));

        await page.Find("#Name").InputAsync("Offers");
        await page.Find("form").SubmitAsync();
        Assert.Equal("Choose a sender.", Beside(page, "SenderId"));

        await page.Find("#SenderId").ChangeAsync($"{here.Shop.Id}");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Matches("/notices/[0-9A-Za-z]{11}$", screen.Services.GetRequiredService<NavigationManager>().Uri));
    }

    [Theory]
    [InlineData("en", "19 things are missing before this can be published", "The title is missing.")]
    [InlineData("ru", "До публикации не хватает 19 пунктов", "Не хватает заголовка.")]
    public async Task Publishing_names_each_missing_element_beside_its_field(string language, string count, string title)
    {
        await using var here = await Installation.CreateAsync();
        var notice = await new WrittenNotices(here).BeginAsync();
        await using var screen = new Screen(here, language: language).Ready();
        var page = Open(screen, notice);

        Assert.Empty(page.FindAll(".validation-message"));
        await Publish(page).ClickAsync(new());

        Assert.Equal(count, page.Find("[role=alert] strong").TextContent);
        Assert.Equal((title, title), (Beside(page, "en-Title"), Beside(page, "ru-Title")));
        Assert.Equal("true", page.Find("#ru-Body").GetAttribute("aria-invalid"));
        Assert.All(page.FindAll("[role=alert] a"), link => Assert.NotNull(page.Find(link.GetAttribute("href")!.Split('#')[1] is var id ? $"[id='{id}']" : "")));
    }

    [Fact]
    public async Task A_finding_goes_when_it_is_mended_and_a_complete_draft_is_published_once_confirmed()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var notice = await notices.BeginAsync();
        var form = WrittenNotices.Complete(notice);
        form.Texts[1].Keeping = "";
        await notices.Save.ExecuteAsync(form, Staff.Officer, Token);
        await using var screen = new Screen(here).Ready();
        var dialogs = screen.Dialogs();
        var page = Open(screen, notice);

        await Publish(page).ClickAsync(new());
        Assert.Equal("Say how long the number is kept.", Beside(page, "ru-Keeping"));
        await page.Find("#ru-Keeping").InputAsync("Два года");
        Assert.Empty(page.FindAll(".validation-message"));

        _ = Publish(page).ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("Its words can never be changed", dialogs.Markup, StringComparison.Ordinal));
        await dialogs.FindAll("button").Single(button => button.TextContent == "Publish").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("The version is published. Its words can no longer change.", page.Markup, StringComparison.Ordinal));
        var version = (await notices.FindAsync(notice.Notice.PublicId)).Versions[0];
        Assert.Equal((NoticeStatus.Published, "Два года"), (version.Version.Status, version.In("ru").Keeping));
    }

    [Fact]
    public async Task The_preview_follows_what_is_typed_in_each_language()
    {
        await using var here = await Installation.CreateAsync();
        var notice = await new WrittenNotices(here).BeginAsync();
        await using var screen = new Screen(here).Ready();
        var page = Open(screen, notice);

        await page.Find("#en-Title").InputAsync("News of the shop");
        await page.Find("#ru-Title").InputAsync("Новости магазина");
        Assert.Equal("News of the shop", page.Find("article h3").TextContent);

        await page.FindAll("button").Single(button => button.TextContent == "Russian").ClickAsync(new());
        Assert.Equal(("ru", "Новости магазина"), (page.Find("article").GetAttribute("lang"), page.Find("article h3").TextContent));
    }

    [Fact]
    public async Task A_stale_edit_is_refused_and_what_was_typed_stays()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var notice = await notices.BeginAsync();
        await using var screen = new Screen(here).Ready();
        var page = Open(screen, notice);
        await page.Find("#en-Title").InputAsync("Mine");
        var theirs = WrittenNotices.Complete(notice);
        theirs.Texts[0].Title = "Theirs";
        await notices.Save.ExecuteAsync(theirs, Staff.Officer, Token);

        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Somebody else has changed this", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Mine", page.Find("#en-Title").GetAttribute("value"));

        await page.FindAll("button").Single(button => button.TextContent == "Load again").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("Theirs", page.Find("#en-Title").GetAttribute("value")));
    }

    [Fact]
    public async Task What_is_typed_while_it_is_stored_is_not_taken_for_stored_and_publishing_asks_again()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var notice = await notices.BeginAsync();
        Assert.Null((await notices.Save.ExecuteAsync(WrittenNotices.Complete(notice), Staff.Officer, Token)).Error);
        await using var screen = new Screen(here).Ready();
        var dialogs = screen.Dialogs();
        var page = Open(screen, notice);
        Task TypeAsync(string title) => page.Find("#en-Title").InputAsync(title);
        async Task<string> StoredAsync() => (await notices.FindAsync(notice.Notice.PublicId)).Versions[0].In("en").Title;

        await TypeAsync("First");
        await WhileItIsStoredAsync(here, page, () => _ = page.Find("form").SubmitAsync(), () => TypeAsync("Second"));
        page.WaitForAssertion(() => Assert.False(Publish(page).IsDisabled()));
        Assert.Empty(page.FindAll(".notice[role=status]"));
        Assert.Equal(("First", "Second"), (await StoredAsync(), page.Find("#en-Title").GetAttribute("value")));

        await WhileItIsStoredAsync(here, page, () => _ = Publish(page).ClickAsync(new()), () => TypeAsync("Third"));
        dialogs.WaitForElement("[role=dialog]");
        Assert.Equal("Second", await StoredAsync());
        using (await here.Get<WriteGate>().EnterAsync(WritePriority.Act, Token))
        {
            _ = Confirm(dialogs).ClickAsync(new());
            dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("[role=dialog]")));
        }

        dialogs.WaitForElement("[role=dialog]");
        Assert.Equal("Third", await StoredAsync());
        await Confirm(dialogs).ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("The version is published.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_longer_than_one_SMS_gets_a_hint_and_is_not_refused()
    {
        await using var here = await Installation.CreateAsync();
        var notice = await new WrittenNotices(here).BeginAsync();
        await using var screen = new Screen(here).Ready();
        var page = Open(screen, notice);

        await page.Find("#ru-ConfirmationText").InputAsync($"Код {{0}} {new string('я', 80)}");

        Assert.Contains("Takes 91 places; one SMS has 70", page.Find("#ru-ConfirmationText-hint").TextContent, StringComparison.Ordinal);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal("Saved.", page.Find("[role=status].notice").TextContent));
    }

    private static IRenderedComponent<NoticePage> Open(Screen screen, NoticeDetails notice)
    {
        var page = screen.Render<NoticePage>(parameters => parameters.Add(p => p.Id, $"{notice.Notice.PublicId}"));
        page.WaitForElement("#en-Title");
        return page;
    }

    // The draft is stored, and what is said of it in the audit trail waits.
    private static async Task WhileItIsStoredAsync(Installation here, IRenderedComponent<NoticePage> page, Action store, Func<Task> type)
    {
        var gate = here.Get<WriteGate>();
        var before = await gate.EnterAsync(WritePriority.Act, Token);
        store();
        page.WaitForAssertion(() => Assert.True(Publish(page).IsDisabled()));
        var after = gate.EnterAsync(WritePriority.Act, Token);
        before.Dispose();
        using (await after)
        {
            await type();
        }
    }

    private static IElement Confirm(IRenderedComponent<MudDialogProvider> dialogs) => dialogs.FindAll("button").Single(button => button.TextContent == "Publish");

    private static IElement Publish(IRenderedComponent<NoticePage> page) => page.FindAll("button").Single(button => button.TextContent is "Publish" or "Опубликовать");

    private static string Beside<T>(IRenderedComponent<T> page, string field)
        where T : IComponent
    {
        var note = page.Find($"[id='{field}-error']");
        Assert.Contains(note.Id!, page.Find($"[id='{field}']").GetAttribute("aria-describedby")!.Split(' '));
        return note.TextContent;
    }
}

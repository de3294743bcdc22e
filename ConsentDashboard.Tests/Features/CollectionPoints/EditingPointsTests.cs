using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Features.CollectionPoints.Editing;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Tests.Features.CollectionPoints;

public sealed class EditingPointsTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finding_appears_beside_its_field_and_goes_when_it_is_mended()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync();
        await using var screen = new Screen(collecting.Here);
        var page = Open(screen, mark);

        await Labelled(page, "The boxes start unticked").ChangeAsync(false);

        var box = Labelled(page, "The boxes start unticked");
        var note = page.Find($"#{box.GetAttribute("aria-describedby")} details");
        Assert.Contains("Error: The boxes are ticked to begin with.", note.QuerySelector("summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Principle 1: explicit consent", note.TextContent, StringComparison.Ordinal);
        Assert.Contains("Let all boxes start unticked.", note.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", box.GetAttribute("aria-invalid"));
        await Labelled(page, "The boxes start unticked").ChangeAsync(true);
        Assert.Empty(page.FindAll("details.finding"));
        Assert.Contains("Nothing found.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_point_is_typed_saved_and_opened()
    {
        await using var collecting = await Collecting.CreateAsync();
        await using var screen = new Screen(collecting.Here);
        var page = screen.Render<PointPage>(parameters => parameters.Add(p => p.Id, PointPage.New));
        page.WaitForElement("form");
        Assert.Empty(page.FindAll("details.finding"));

        await Labelled(page, "Name").ChangeAsync("Counter card");
        await Labelled(page, "Sender").ChangeAsync(collecting.Here.Shop.PublicId.ToString());
        await Labelled(page, "Address of the form").ChangeAsync("counter-card");
        await page.Find("form").SubmitAsync();

        var address = screen.Services.GetRequiredService<NavigationManager>().Uri;
        Assert.True(ConsentDashboard.Domain.PublicId.TryParse(address.Split('/')[^1], out var point), address);
        var saved = await collecting.FindAsync(point);
        Assert.Equal(("Counter card", "counter-card", "GB", CollectionPointStatus.Draft), (saved.Draft.Name, saved.Draft.Slug, saved.Draft.DefaultRegion, saved.Status));
    }

    [Fact]
    public async Task A_new_point_is_closed_while_it_is_saved_and_a_second_press_makes_no_second()
    {
        await using var collecting = await Collecting.CreateAsync();
        await using var screen = new Screen(collecting.Here);
        var page = screen.Render<PointPage>(parameters => parameters.Add(p => p.Id, PointPage.New));
        page.WaitForElement("form");
        await Labelled(page, "Name").ChangeAsync("Counter card");
        await Labelled(page, "Sender").ChangeAsync(collecting.Here.Shop.PublicId.ToString());
        await Labelled(page, "Address of the form").ChangeAsync("counter-card");

        using (await collecting.Here.Get<WriteGate>().EnterAsync(WritePriority.Act, Token))
        {
            _ = page.Find("form").SubmitAsync();
            page.WaitForAssertion(() => Assert.True(page.Find("form fieldset").HasAttribute("disabled")));
        }

        page.WaitForAssertion(() => Assert.Equal("Counter card", page.Find("h1").TextContent));
        await page.Find("form").SubmitAsync();

        await using var db = collecting.Here.Open();
        Assert.Equal(1, await db.CollectionPoints.CountAsync(p => p.Name == "Counter card", Token));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_said_beside_the_field()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync();
        await using var screen = new Screen(collecting.Here);
        var page = Open(screen, mark);

        await Labelled(page, "Address of the form").ChangeAsync("form-1");
        await page.Find("form").SubmitAsync();

        var field = Labelled(page, "Address of the form");
        Assert.Equal("Another point has this address.", page.Find($"#{field.GetAttribute("aria-describedby")} [role=alert]").TextContent);
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task A_stale_edit_keeps_what_was_typed_until_the_newer_is_taken_over()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync();
        await using var screen = new Screen(collecting.Here);
        var page = Open(screen, mark);
        var theirs = collecting.Draft();
        theirs.Name = "Their name";
        await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, theirs), Staff.Officer, Token);

        await Labelled(page, "Name").ChangeAsync("My name");
        await page.Find("form").SubmitAsync();

        Assert.Contains("Somebody changed this point", page.Find("[role=alert].notice").TextContent, StringComparison.Ordinal);
        Assert.Equal("My name", Labelled(page, "Name").GetAttribute("value"));
        await Button(page, "Take it over and drop mine").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("Their name", Labelled(page, "Name").GetAttribute("value")));
    }

    [Fact]
    public async Task Activation_names_what_stands_in_its_way_and_a_reason_opens_it()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync(draft => draft.DoubleOptIn = false);
        await using var screen = new Screen(collecting.Here);
        var dialogs = screen.Dialogs();
        var page = Open(screen, mark);

        await Button(page, "Activate").ClickAsync(new());
        Assert.Contains("Anybody can enter somebody else’s number here.", page.Find("[role=alert].notice").TextContent, StringComparison.Ordinal);
        Button(page, "Let it stand…").Click();
        await dialogs.WaitForElement("#override-reason").InputAsync("too short");
        await Button(dialogs, "Let it stand").ClickAsync(new());
        Assert.Equal("Give the reason in 10 to 1,000 characters.", dialogs.Find("#override-error").TextContent);
        await dialogs.Find("#override-reason").InputAsync("Members sign in with their number first");
        await Button(dialogs, "Let it stand").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("Members sign in with their number first", page.Find("details.finding").TextContent, StringComparison.Ordinal));
        await Button(page, "Activate").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("The point is active", page.Find("[role=status].notice").TextContent, StringComparison.Ordinal));
        Assert.Equal(CollectionPointStatus.Active, (await collecting.FindAsync(mark.Point)).Status);
    }

    [Fact]
    public async Task Typing_that_is_not_saved_holds_the_steps_back()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync();
        await using var screen = new Screen(collecting.Here);
        var page = Open(screen, mark);

        await Labelled(page, "Place").ChangeAsync("elsewhere");

        Assert.True(Button(page, "Activate").HasAttribute("disabled"));
        Assert.Contains("Not saved yet", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Marketer)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Administrator)]
    public async Task Who_may_only_read_sees_everything_and_changes_nothing(string role)
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync(draft => draft.DoubleOptIn = false);
        await using var screen = new Screen(collecting.Here, role);
        var page = Open(screen, mark);

        Assert.True(Labelled(page, "Name").HasAttribute("disabled"));
        Assert.Single(page.FindAll("details.finding"));
        Assert.Equal(["Make the form"], page.FindAll("button").Select(button => button.TextContent.Trim()));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000000007")]
    public async Task An_address_of_no_point_says_so(string id)
    {
        await using var collecting = await Collecting.CreateAsync();
        await using var screen = new Screen(collecting.Here);

        var page = screen.Render<PointPage>(parameters => parameters.Add(p => p.Id, id));

        page.WaitForAssertion(() => Assert.Contains("There is no such point", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_form_for_a_page_of_ones_own_is_made_and_copied()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.ActiveAsync();
        await using var screen = new Screen(collecting.Here, language: "ru");
        var page = Open(screen, mark);

        await Labelled(page, "Адрес страницы").ChangeAsync("shop.example/club");
        await page.FindAll("form")[1].SubmitAsync();
        Assert.StartsWith("Введите полный адрес", page.Find("#snippet-error").TextContent, StringComparison.Ordinal);
        await Labelled(page, "Адрес страницы").ChangeAsync("https://shop.example/club");
        await Labelled(page, "Язык").ChangeAsync("ru");
        await page.FindAll("form")[1].SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("<form method=\"post\" action=\"http://localhost/join/tea-club\"", page.Find("#snippet-html").TextContent, StringComparison.Ordinal));
        await Button(page, "Скопировать").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Скопировано.", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Each_rule_has_its_words(string language)
    {
        await using var here = await Installation.EmptyAsync();
        await using var screen = new Screen(here, language: language);
        var words = screen.Services.GetRequiredService<IStringLocalizer<LintText>>();

        Assert.All(ConsentDashboard.Domain.CollectionPoints.Linting.PointLinter.Rules, rule =>
            Assert.DoesNotContain(new[] { rule.MessageKey, rule.ExplanationKey, rule.FixKey }, key => words[key].ResourceNotFound));
    }

    private static IRenderedComponent<PointPage> Open(Screen screen, PointMark mark)
    {
        var page = screen.Render<PointPage>(parameters => parameters.Add(p => p.Id, mark.Point.ToString()));
        page.WaitForElement("form");
        return page;
    }

    private static IElement Labelled(IRenderedComponent<IComponent> page, string label)
    {
        var found = page.FindAll("label").First(shown => shown.TextContent.Trim() == label);
        return found.GetAttribute("for") is { } id ? page.Find($"#{id}") : found.QuerySelector("input")!;
    }

    private static IElement Button(IRenderedComponent<IComponent> page, string text) => page.FindAll("button").First(button => button.TextContent.Trim() == text);
}

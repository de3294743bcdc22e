using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Features.CollectionPoints.Snippets;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.CollectionPoints;

public sealed class MakingSnippetsTests
{
    private const string Page = "https://shop.example/club?from=<script>";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_form_sends_here_and_says_signed_where_it_stood()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync(draft => draft.Fields[0].Name = "tea \"<b>\"");

        var form = await FormAsync(collecting, mark.Point, "en");

        Assert.Equal(("post", "https://consent.example/join/tea-club"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal(
            new(mark.Point, collecting.Wording.PublicId, default, "en", "https://shop.example/club?from=%3Cscript%3E"),
            Tokens(collecting).Read(Value(form, JoinFields.Page)));
        Assert.Equal(("en", ""), (Value(form, JoinFields.Language), Value(form, JoinFields.Trap)));
        Assert.NotNull(form.QuerySelector($"input[name={JoinFields.Trap}]")!.Closest("[hidden]"));
        Assert.Equal("field.tea \"<b>\"", form.QuerySelectorAll("input[type=text]")[0].GetAttribute("name"));
        Assert.Equal("tel", form.QuerySelector($"input[name={JoinFields.Number}]")!.GetAttribute("type"));
    }

    [Fact]
    public async Task The_boxes_are_unticked_and_the_wording_stands_there_as_text()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync(draft => draft.BoxesStartUnticked = false);

        var form = await FormAsync(collecting, mark.Point, "ru");

        Assert.Equal(["sms-informational", "sms-promotional"], form.QuerySelectorAll("input[type=checkbox]").Select(box => box.GetAttribute("value")));
        Assert.DoesNotContain(form.QuerySelectorAll("input"), input => input.HasAttribute("checked"));
        Assert.Equal("News from <North> Shop", form.QuerySelector("h2")!.TextContent);
        Assert.Equal(["North Shop Ltd", "At most 4 a month", "Новости", "Reply STOP", "Two years", "https://shop.example/privacy?a=1&b=2"], form.QuerySelectorAll("dd").Select(part => part.TextContent));
        Assert.Equal(["Согласиться", "Нет, спасибо"], form.QuerySelectorAll("button[type=submit]").Select(button => button.TextContent));
        Assert.Empty(form.QuerySelectorAll("script, style, img, link, iframe, [onclick], [style]"));
    }

    [Theory]
    [InlineData(null, "Snippet.PageAddress")]
    [InlineData("/club", "Snippet.PageAddress")]
    [InlineData("javascript:alert(1)", "Snippet.PageAddress")]
    [InlineData("file:///etc/passwd", "Snippet.PageAddress")]
    [InlineData("https://user:secret@shop.example/", "Snippet.PageAddress")]
    [InlineData("https://shop.example/", "Snippet.NoLanguage", "de")]
    public async Task What_is_no_page_or_no_language_gets_no_form(string? address, string error, string language = "en")
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync();

        Assert.Equal(error, (await Make(collecting).ExecuteAsync(new(mark.Point, language, address, "https://x.example/"), Staff.Officer, Token)).Error?.Key);
    }

    [Fact]
    public async Task A_point_without_wording_or_retired_has_no_form()
    {
        await using var collecting = await Collecting.CreateAsync();
        var bare = await collecting.SavedAsync(draft => draft.Notice = null);

        Assert.Equal(PointErrors.NoWording, (await Make(collecting).ExecuteAsync(new(bare.Point, "en", Page, ""), Staff.Officer, Token)).Error);
        await collecting.Retire.ExecuteAsync(new(bare.Point, bare.Version), Staff.Officer, Token);
        Assert.Equal(PointErrors.Retired, (await Make(collecting).ExecuteAsync(new(bare.Point, "en", Page, ""), Staff.Officer, Token)).Error);
        await Assert.ThrowsAsync<ForbiddenException>(() => Make(collecting).ExecuteAsync(new(bare.Point, "en", Page, ""), Staff.SupportAgent, Token));
    }

    private static async Task<IElement> FormAsync(Collecting collecting, PublicId point, string language)
    {
        var made = await Make(collecting).ExecuteAsync(new(point, language, Page, "https://ignored.example/"), Staff.Marketer, Token);
        return new HtmlParser().ParseDocument(made.Value!).QuerySelector("form")!;
    }

    private static string? Value(IElement form, string name) => form.QuerySelector($"input[name={name}]")!.GetAttribute("value");

    private static PageTokens Tokens(Collecting collecting) => new(collecting.Here.Database.Keys);

    private static MakeSnippet Make(Collecting collecting) => new(collecting.Here.Database.Contexts, Tokens(collecting), new("https://consent.example/"));
}

using Bunit;
using ConsentDashboard.Components.Wording;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Components;

public sealed class ShowingWordingsTests : PartsContext
{
    private const string Script = "<script>alert(1)</script>";

    [Theory]
    [InlineData("en", "ru", "How to stop")]
    [InlineData("ru", "en", "Как отказаться")]
    public void The_words_around_it_are_in_its_own_language(string language, string page, string expected)
    {
        Speak(page);

        var shown = Render<NoticeWording>(parameters => parameters.Add(part => part.Wording, Wording(language)));

        Assert.Equal(language, shown.Find("article").GetAttribute("lang"));
        Assert.Contains(expected, shown.FindAll("dt").Select(term => term.TextContent));
    }

    [Fact]
    public void Boxes_are_unticked_and_each_has_its_label()
    {
        var shown = Render<NoticeWording>(parameters => parameters.Add(part => part.Wording, Wording()).Add(part => part.ShowBoxes, true));

        Assert.Equal(["Offers by SMS", "A call with an offer"], shown.FindAll("label").Select(label => label.TextContent.Trim()));
        Assert.All(shown.FindAll("input"), box => Assert.Equal(("checkbox", false, true), (box.GetAttribute("type"), box.HasAttribute("checked"), box.HasAttribute("disabled"))));
    }

    [Fact]
    public void A_form_brings_boxes_of_its_own()
    {
        var shown = Render<NoticeWording>(parameters => parameters.Add(part => part.Wording, Wording()).Add(part => part.ShowBoxes, true).AddChildContent("<input name='box'>"));

        Assert.Equal("box", Assert.Single(shown.FindAll("input")).GetAttribute("name"));
    }

    [Fact]
    public void What_was_typed_is_text_and_nothing_else()
    {
        var wording = Wording() with { Title = Script, Body = Script, WhoWeAre = Script, Frequency = Script, HowToWithdraw = Script, Keeping = Script, Purposes = [Script], Boxes = [new(2, Script)] };

        var shown = Render<NoticeWording>(parameters => parameters.Add(part => part.Wording, wording).Add(part => part.ShowBoxes, true).Add(part => part.IsPage, true));

        Assert.Empty(shown.FindAll("script"));
        Assert.Equal(Script, shown.Find("h1").TextContent);
        Assert.Equal(8, shown.Markup.Split("&lt;script&gt;").Length - 1);
    }

    [Theory]
    [InlineData("https://shop.example/privacy", 1)]
    [InlineData("http://shop.example/privacy", 0)]
    [InlineData("javascript:alert(1)", 0)]
    [InlineData("//evil.example", 0)]
    [InlineData("", 0)]
    public void Only_a_secure_address_becomes_a_link(string address, int links) =>
        Assert.Equal(links, Render<NoticeWording>(parameters => parameters.Add(part => part.Wording, Wording() with { PrivacyPolicyUrl = address })).FindAll("a").Count);

    private static WordingShown Wording(string language = "en") => WordingShown.Of(
        new() { Cells = ConsentCells.SmsPromotional | ConsentCells.CallPromotional, PrivacyPolicyUrl = "https://shop.example/privacy" },
        A.Text(language),
        [new() { Id = 1, TextEn = "Offers", TextRu = "Предложения" }]);
}

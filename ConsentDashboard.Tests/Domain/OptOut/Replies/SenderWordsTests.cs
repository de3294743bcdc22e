using ConsentDashboard.Domain.OptOut.Replies;

namespace ConsentDashboard.Tests.Domain.OptOut.Replies;

/// <summary>What a sender adds counts for her, and for nobody else.</summary>
public sealed class SenderWordsTests
{
    private static readonly SenderWords Words = new(
        [
            new(WordSection.OptOut, "en", "No more deals"),
            new(WordSection.OptOut, "kk", "тоқта"),
            new(WordSection.OptIn, "en", "Deals"),
            new(WordSection.Help, "ru", "Где офис?"),
        ],
        keywords: ["PROMO", "Order news"],
        names: ["Acme Shoes"]);

    [Theory]
    [InlineData("no more deals!", ReplyKind.OptOut)]
    [InlineData("ТОҚТА", ReplyKind.OptOut)]
    [InlineData("Deals", ReplyKind.OptIn)]
    [InlineData("где офис", ReplyKind.Help)]
    [InlineData("STOP Acme Shoes", ReplyKind.OptOut)]
    [InlineData("Acme Shoes", ReplyKind.Ordinary)]
    [InlineData("PROMO", ReplyKind.Ordinary)]
    [InlineData("стоп", ReplyKind.OptOut)]
    [InlineData("and then no more deals came", ReplyKind.MayBeOptOut)]
    public void Own_words_stand_beside_the_built_in_ones(string text, ReplyKind kind) =>
        Assert.Equal(kind, ReplyClassifier.Classify(text, Words).Kind);

    [Theory]
    [InlineData("ТОҚТА")]
    [InlineData("STOP Acme Shoes")]
    [InlineData("STOP PROMO 5")]
    public void Without_them_people_decide(string text) => Assert.Equal(ReplyKind.MayBeOptOut, ReplyClassifier.Classify(text).Kind);

    [Theory]
    [InlineData("STOP PROMO", "PROMO")]
    [InlineData("promo stop please", "PROMO")]
    [InlineData("СТОП promo", "PROMO")]
    [InlineData("Stop order news", "Order news")]
    [InlineData("stop promo, order news", "PROMO|Order news")]
    [InlineData("STOP", "")]
    public void A_keyword_limits_an_opt_out(string text, string keywords)
    {
        var verdict = ReplyClassifier.Classify(text, Words);

        Assert.Equal((ReplyKind.OptOut, keywords), (verdict.Kind, string.Join('|', verdict.Keywords)));
    }

    [Theory]
    [InlineData("Please STOP!", ReplyKind.OptOut, "STOP", "en")]
    [InlineData("Прошу, отпишите меня", ReplyKind.OptOut, "отпишите меня", "ru")]
    [InlineData("cnjg", ReplyKind.OptOut, "cnjg", "ru")]
    [InlineData("hello, who is this?", ReplyKind.MayBeOptOut, "who is this", "en")]
    [InlineData("ok 🛑", ReplyKind.MayBeOptOut, "🛑", null)]
    [InlineData("do you open at 5", ReplyKind.Ordinary, "", null)]
    public void A_verdict_quotes_what_led_to_it(string text, ReplyKind kind, string words, string? language)
    {
        var verdict = ReplyClassifier.Classify(text);

        Assert.Equal((kind, words, language), (verdict.Kind, string.Join('|', verdict.Words), verdict.Language));
    }
}

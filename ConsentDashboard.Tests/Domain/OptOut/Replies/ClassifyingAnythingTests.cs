using System.Diagnostics;
using ConsentDashboard.Domain.OptOut.Replies;
using CsCheck;

namespace ConsentDashboard.Tests.Domain.OptOut.Replies;

/// <summary>No text is too strange or too long to get a verdict.</summary>
public sealed class ClassifyingAnythingTests
{
    [Fact]
    public void Every_text_gets_the_same_verdict_twice() => Gen.String[Gen.Char, 0, 300].Sample(text =>
        Assert.Equivalent(ReplyClassifier.Classify(text), ReplyClassifier.Classify(text)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n\u00A0\u200B\u3000")]
    [InlineData("...!?;—")]
    [InlineData("👍")]
    [InlineData("🇺🇸")]
    [InlineData("12345")]
    public void What_says_nothing_is_ordinary(string? text) => Assert.Equal(ReplyVerdict.Ordinary, ReplyClassifier.Classify(text));

    // Not as data of a theory: an attribute keeps its strings in UTF-8, which has no halves.
    [Fact]
    public void Half_a_character_hides_nothing_and_says_nothing()
    {
        Assert.Equal(ReplyKind.OptOut, ReplyClassifier.Classify("\uDC00ST\uD83DOP\uD800").Kind);
        Assert.Equal(ReplyKind.Ordinary, ReplyClassifier.Classify("\uDE00\uD83D").Kind);
    }

    [Theory]
    [InlineData("\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("????")]
    [InlineData("what time \uFFFD\uFFFD\uFFFD\uFFFD")]
    public void What_a_gateway_lost_waits_for_people(string text) => Assert.Equal(ReplyKind.MayBeOptOut, ReplyClassifier.Classify(text).Kind);

    [Theory]
    [InlineData("what time do you open ")]
    [InlineData("STOP ")]
    [InlineData("start")]
    [InlineData("a ")]
    [InlineData("🇺")]
    [InlineData("no not never dont ")]
    [InlineData("не не не больше ")]
    [InlineData("ынщз")]
    [InlineData("\u0301")]
    public void A_text_of_100_kilobytes_waits_for_people_and_keeps_nobody_waiting(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        Assert.Equal(ReplyKind.MayBeOptOut, ReplyClassifier.Classify(text).Kind);

        // What a machine is busy with otherwise is not the classifier's: its best turn counts.
        var best = Enumerable.Range(0, 5).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            ReplyClassifier.Classify(text);
            return clock.Elapsed;
        });
        Assert.True(best < TimeSpan.FromSeconds(1), $"{best}");
    }
}

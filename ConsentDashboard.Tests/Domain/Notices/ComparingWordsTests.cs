using ConsentDashboard.Domain.Notices;
using CsCheck;

namespace ConsentDashboard.Tests.Domain.Notices;

public sealed class ComparingWordsTests
{
    private static readonly string[] Pieces = ["we", "may", "text", "you", "звонить", " ", "  ", "\n", ".", ""];
    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Array[0, 30].Select(chosen => string.Concat(chosen.Select(piece => Pieces[piece])));

    [Fact]
    public void Applying_the_difference_gives_both_texts_back() => Gen.Select(Texts, Texts).Sample((before, after) =>
    {
        var runs = WordDifference.Between(before, after);

        return before == string.Concat(runs.Where(run => run.Change != WordChange.Added).Select(run => run.Text))
            && after == string.Concat(runs.Where(run => run.Change != WordChange.Removed).Select(run => run.Text));
    });

    [Fact]
    public void A_text_does_not_differ_from_itself() => Texts.Sample(text => WordDifference.Between(text, text).All(run => run.Change == WordChange.Same));

    [Theory]
    [InlineData("At most 8 a month", "At most 4 a week", "At most |-8|+4| a |-month|+week")]
    [InlineData("At most 8 a month", "At most 8 texts a month", "At most 8 |+texts |a month")]
    [InlineData("May we text and call you?", "May we only text you?", "May we |+only |text|- and call| you?")]
    [InlineData("", "New", "+New")]
    [InlineData("Gone", "", "-Gone")]
    [InlineData("", "", "")]
    public void What_went_stands_before_what_came(string before, string after, string expected) => Assert.Equal(
        expected,
        string.Join('|', WordDifference.Between(before, after).Select(run => $"{Sign(run.Change)}{run.Text}")));

    [Fact]
    public void Long_texts_that_share_nothing_are_compared_at_once()
    {
        var (before, after) = (string.Concat(Enumerable.Repeat("a ", 4_000)), string.Concat(Enumerable.Repeat("b\n", 4_000)));

        Assert.Equal([new(WordChange.Removed, before), new(WordChange.Added, after)], WordDifference.Between(before, after));
    }

    private static string Sign(WordChange change) => change switch
    {
        WordChange.Removed => "-",
        WordChange.Added => "+",
        _ => "",
    };
}

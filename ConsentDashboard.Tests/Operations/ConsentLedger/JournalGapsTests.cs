using ConsentDashboard.Operations.ConsentLedger;
using CsCheck;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class JournalGapsTests
{
    [Fact]
    public void Of_no_batch_all_are_missing() => Assert.Equal([(1, long.MaxValue)], new JournalGaps().All());

    [Fact]
    public void Whatever_the_order_and_however_often_exactly_the_others_are_missing() => Gen.Long[1, 40].Array[0, 60].Sample(numbers =>
    {
        var gaps = new JournalGaps();
        foreach (var number in numbers)
        {
            gaps.Know(number);
        }

        var missing = gaps.All().ToList();
        Assert.Equal(
            Enumerable.Range(1, 41).Select(n => (long)n).Except(numbers).Order(),
            missing.SelectMany(gap => Enumerable.Range(1, 41).Select(n => (long)n).Where(n => n >= gap.First && n <= gap.Last)));
        Assert.All(missing, gap => Assert.True(gap.First <= gap.Last));
        Assert.All(missing.Zip(missing.Skip(1)), pair => Assert.True(pair.First.Last + 1 < pair.Second.First));
    });
}

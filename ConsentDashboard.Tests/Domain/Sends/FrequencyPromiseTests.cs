using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Sends;

namespace ConsentDashboard.Tests.Domain.Sends;

public sealed class FrequencyPromiseTests
{
    private static readonly DateTime Now = new(2026, 6, 30, 23, 59, 59, DateTimeKind.Utc);
    private static readonly DateTime Today = new(2026, 6, 30, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(FrequencyPeriod.Day, 1, "2026-06-30")]
    [InlineData(FrequencyPeriod.Week, 7, "2026-06-24")]
    [InlineData(FrequencyPeriod.Month, 30, "2026-06-01")]
    public void A_period_ends_today_and_counts_today(FrequencyPeriod period, int days, string first)
    {
        var promise = new FrequencyPromise(3, period);

        Assert.Equal(days, promise.Days);
        Assert.Equal(DateTime.Parse(first, null), promise.FirstDay(SendDays.DayOf(Now)));
    }

    [Fact]
    public void The_days_of_a_moment_are_the_first_of_each_period() =>
        Assert.Equal(
            new SendDays(Today, new FrequencyPromise(1, FrequencyPeriod.Week).FirstDay(Today), new FrequencyPromise(1, FrequencyPeriod.Month).FirstDay(Today)),
            SendDays.At(Now));

    [Theory]
    [InlineData(3, FrequencyPeriod.Week, 2, false)]
    [InlineData(3, FrequencyPeriod.Week, 3, true)]
    [InlineData(3, FrequencyPeriod.Week, 4, true)]
    [InlineData(0, FrequencyPeriod.Week, 4, false)]
    [InlineData(3, FrequencyPeriod.None, 4, false)]
    public void It_is_reached_by_as_many_as_were_promised(int count, FrequencyPeriod period, long sent, bool reached) =>
        Assert.Equal(reached, new FrequencyPromise(count, period).IsReachedBy(sent));

    [Theory]
    [InlineData(3, FrequencyPeriod.Day, 2, 0)]
    [InlineData(3, FrequencyPeriod.Day, 3, 0)]
    [InlineData(3, FrequencyPeriod.Day, 5, 2)]
    [InlineData(0, FrequencyPeriod.Day, 5, 0)]
    public void What_goes_beyond_it_is_more_than_that(int count, FrequencyPeriod period, long sent, long beyond) =>
        Assert.Equal(beyond, new FrequencyPromise(count, period).Beyond(sent));

    [Theory]
    [InlineData(2, FrequencyPeriod.Day, new[] { 0, 2 }, 7, false)]
    [InlineData(2, FrequencyPeriod.Day, new[] { 0, 3 }, 7, true)]
    [InlineData(2, FrequencyPeriod.Day, new[] { 7, 3 }, 7, false)]
    [InlineData(2, FrequencyPeriod.Week, new[] { 0, 1, 6, 2 }, 7, true)]
    [InlineData(2, FrequencyPeriod.Week, new[] { 0, 1, 7, 2 }, 7, false)]
    [InlineData(2, FrequencyPeriod.Week, new[] { 6, 1, 12, 2 }, 7, true)]
    [InlineData(2, FrequencyPeriod.Week, new[] { 7, 1, 12, 2 }, 7, true)]
    [InlineData(2, FrequencyPeriod.Week, new[] { 12, 2 }, 7, false)]
    [InlineData(2, FrequencyPeriod.Month, new[] { 29, 3 }, 7, true)]
    [InlineData(2, FrequencyPeriod.Month, new[] { 36, 3 }, 7, false)]
    [InlineData(2, FrequencyPeriod.Month, new[] { 35, 3 }, 7, true)]
    [InlineData(0, FrequencyPeriod.Month, new[] { 0, 3 }, 7, false)]
    public void It_is_broken_where_any_day_of_the_span_sees_more(int count, FrequencyPeriod period, int[] backAndCount, int days, bool broken)
    {
        var counts = backAndCount.Chunk(2).Select(pair => (Today.AddDays(-pair[0]), pair[1])).ToList();

        Assert.Equal(broken, new FrequencyPromise(count, period).IsBrokenBy(counts, Today.AddDays(1 - days), Today));
    }

    [Theory]
    [InlineData(ConsentState.Given, 2, DecisionReasons.OverFrequency)]
    [InlineData(ConsentState.Given, 1, DecisionReasons.None)]
    [InlineData(ConsentState.Withdrawn, 2, DecisionReasons.Withdrawn)]
    public void Only_a_given_consent_is_held_to_it(ConsentState state, long sent, DecisionReasons reasons)
    {
        var facts = new DecisionFacts(state, Now.AddDays(-9), Now.AddDays(9), false, false, false, false, false, false, false, false, new(2, FrequencyPeriod.Week), sent);

        Assert.Equal(reasons, Decision.Evaluate(facts, Now));
    }
}

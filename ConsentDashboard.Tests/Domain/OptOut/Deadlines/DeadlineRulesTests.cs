using System.Collections.Frozen;
using System.Globalization;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Operations.OptOut.Inbox;
using CsCheck;

namespace ConsentDashboard.Tests.Domain.OptOut.Deadlines;

public sealed class DeadlineRulesTests
{
    private static readonly DeadlineRules Known = new([], []);

    private static readonly Gen<DateTime> Moments = Gen.Long[0, 20L * 366 * 86_400_000].Select(ms => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(ms));

    private static readonly Gen<string> AnyRegion = Gen.OneOf("US", "PR", "RU", "DE", "ZZ", "GB");

    [Theory]
    [InlineData("US", "2026-06-01", "tcpa")]
    [InlineData("us", "2026-06-01", "tcpa")]
    [InlineData("GU", "2025-04-11", "tcpa")]
    [InlineData("US", "2025-04-10", "tcpa-2003")]
    [InlineData("RU", "2026-06-01", "ru-advertising")]
    [InlineData("DE", "2026-06-01", "gdpr")]
    [InlineData("ZZ", "2026-06-01", "gdpr")]
    [InlineData("", "2026-06-01", "gdpr")]
    public void The_law_that_applies(string region, string received, string code) => Assert.Equal(code, Known.Find(region, At(received)).Code);

    [Theory]
    [InlineData("2026-06-01T12:00", "2026-06-16")] // a Monday
    [InlineData("2026-06-05T12:00", "2026-06-23")] // over Juneteenth
    [InlineData("2026-06-06T12:00", "2026-06-23")] // a Saturday counts as the Friday before
    [InlineData("2026-06-26T12:00", "2026-07-14")] // Independence Day on a Saturday, observed on 3 July
    [InlineData("2027-06-25T12:00", "2027-07-13")] // on a Sunday, observed on 5 July
    [InlineData("2026-12-18T12:00", "2027-01-06")] // over the end of the year: Christmas and New Year
    [InlineData("2027-12-23T12:00", "2028-01-11")] // New Year's Day of 2028 is observed in 2027
    [InlineData("2028-02-22T12:00", "2028-03-08")] // 29 February is a business day
    [InlineData("2027-02-22T12:00", "2027-03-09")]
    [InlineData("2026-06-02T02:00", "2026-06-16")] // still Monday in the United States
    public void Ten_business_days_of_the_United_States(string received, string endsBefore) => Assert.Equal(At(endsBefore), Known.DueAt("US", At(received)));

    [Fact]
    public void Before_that_rule_there_were_thirty_days() => Assert.Equal(At("2025-05-01T09:30"), Known.DueAt("US", At("2025-04-01T09:30")));

    [Theory]
    [InlineData("RU")]
    [InlineData("FR")]
    [InlineData("ZZ")]
    public void Elsewhere_it_is_due_at_once(string region) => Assert.Equal(At("2026-06-01T09:30"), Known.DueAt(region, At("2026-06-01T09:30")));

    [Fact]
    public void A_rule_of_the_settings_goes_first_from_its_day_on()
    {
        var rules = new DeadlineRules([new("house", new[] { "RU" }.ToFrozenSet(), new(2026, 6, 1), DeadlineKind.BusinessDays, 1, "House rule")], [new(2026, 6, 12)]);

        Assert.Equal(At("2026-05-31T23:00"), rules.DueAt("RU", At("2026-05-31T23:00")));
        Assert.Equal("house", rules.Find("RU", At("2026-06-01")).Code);

        // The Friday is a holiday of the settings; the federal holiday on 19 June is none in Russia.
        Assert.Equal(At("2026-06-16"), rules.DueAt("RU", At("2026-06-11T20:00")));
        Assert.Equal(At("2026-06-20"), rules.DueAt("RU", At("2026-06-18T20:00")));
    }

    [Fact]
    public void California_counts_where_the_settings_name_it()
    {
        var rules = new DeadlineOptions { Deadlines = [new() { Code = "ccpa" }] }.ToRules();

        Assert.Equal("11 CCR 7026(f)", rules.Find("US", At("2026-06-01")).Law);
        Assert.Equal(At("2026-06-24"), rules.DueAt("US", At("2026-06-01T12:00")));
        Assert.Equal("ru-advertising", rules.Find("RU", At("2026-06-01")).Code);
    }

    [Theory]
    [InlineData("2026-06-01T12:00", DeadlineClockKind.BusinessDaysLeft, 10)]
    [InlineData("2026-06-06T12:00", DeadlineClockKind.BusinessDaysLeft, 6)]
    [InlineData("2026-06-12T23:59", DeadlineClockKind.BusinessDaysLeft, 1)]
    [InlineData("2026-06-15T00:00", DeadlineClockKind.DueToday, 0)]
    [InlineData("2026-06-15T23:59", DeadlineClockKind.DueToday, 0)]
    [InlineData("2026-06-16T00:00", DeadlineClockKind.Overdue, 0)]
    public void A_clock_counts_business_days(string now, DeadlineClockKind kind, int days)
    {
        var received = At("2026-06-01T12:00");
        var clock = Known.ClockAt(At(now), "US", received, Known.DueAt("US", received));

        Assert.Equal((kind, days), (clock.Kind, clock.Days));
    }

    [Fact]
    public void A_clock_of_a_law_that_allows_no_time_counts_up()
    {
        var received = At("2026-06-01T12:00");

        Assert.Equal(new(DeadlineClockKind.Overdue, 0, TimeSpan.FromHours(3)), Known.ClockAt(received.AddHours(3), "RU", received, received));
    }

    [Fact]
    public void A_clock_counts_days()
    {
        var received = At("2025-04-01T12:00");

        Assert.Equal(20, Known.ClockAt(received.AddDays(10), "US", received, Known.DueAt("US", received)).Days);
    }

    [Fact]
    public void Nothing_is_due_before_it_came_in() => Gen.Select(AnyRegion, Moments).Sample((region, at) => Known.DueAt(region, at) >= at);

    [Fact]
    public void What_comes_later_is_not_due_sooner_under_the_same_rule() => Gen.Select(AnyRegion, Moments, Moments).Sample((region, one, other) =>
    {
        var (first, second) = one <= other ? (one, other) : (other, one);
        return Known.Find(region, first) != Known.Find(region, second) || Known.DueAt(region, first) <= Known.DueAt(region, second);
    });

    [Fact]
    public void The_last_business_day_is_one_and_ten_of_them_lie_between() => Moments.Where(at => at.Year > 2025).Sample(at =>
    {
        var last = DateOnly.FromDateTime(Known.DueAt("US", at).AddTicks(-1));
        var first = DateOnly.FromDateTime(at.AddHours(-11));
        return Known.IsBusinessDay(last, "US") && Enumerable.Range(1, last.DayNumber - first.DayNumber).Count(day => Known.IsBusinessDay(first.AddDays(day), "US")) == 10;
    });

    private static DateTime At(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

using System.Globalization;
using ConsentDashboard.Domain.Schedules;
using ConsentDashboard.Operations.Schedules;

namespace ConsentDashboard.Tests.Operations.Schedules;

/// <summary>When an expression is due: over the changes of the clock, and from the choices that people have.</summary>
public sealed class ReadingCronTests
{
    [Theory]
    [InlineData("0 30 2 * * ?", "2026-03-28T00:00", "2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30")]
    [InlineData("0 30 2 * * ?", "2026-10-24T00:00", "2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30")]
    [InlineData("0 0 7 ? * MON", "2026-03-23T12:00", "2026-03-30T05:00", "2026-04-06T05:00", "2026-04-13T05:00")]
    [InlineData("0 0 0 L * ?", "2026-01-01T00:00", "2026-01-30T23:00", "2026-02-27T23:00", "2026-03-30T22:00")]
    public void Times_follow_the_clock_of_the_zone(string cron, string now, params string[] expected)
    {
        var times = CronTimes.Read(cron, "Europe/Berlin")!;

        var next = times.Next(Utc(now), expected.Length);

        Assert.Equal(expected, next.Select(due => due.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)));
        Assert.All(next, due => Assert.Equal(due, times.Last(due)));
        Assert.All(next, due => Assert.Equal(due, times.Last(due.AddMinutes(5).AddMilliseconds(7))));
        Assert.All(next.Skip(1).Zip(next), pair => Assert.Equal(pair.Second, times.Last(pair.First.AddMilliseconds(-1))));
    }

    public static TheoryData<ScheduleTimes, string> Choices => new()
    {
        { ScheduleTimes.Default with { Repeat = Repeat.Daily, Time = new(6, 5) }, "0 5 6 * * ?" },
        { ScheduleTimes.Default with { Repeat = Repeat.Weekly, Weekday = DayOfWeek.Sunday, Time = new(23, 59) }, "0 59 23 ? * SUN" },
        { ScheduleTimes.Default with { Day = 28, Time = new(0, 0) }, "0 0 0 28 * ?" },
        { ScheduleTimes.Default with { Day = null }, "0 0 7 L * ?" },
    };

    [Theory, MemberData(nameof(Choices))]
    public void A_choice_is_an_expression_and_is_read_back_from_it(ScheduleTimes choice, string cron)
    {
        Assert.Equal(cron, choice.Cron);
        Assert.Equal(choice with { Expression = cron }, ScheduleTimes.Of(cron));
        Assert.False(CronTimes.Parse(cron, "UTC", Utc("2026-01-01T00:00")).Failed);
    }

    [Theory]
    [InlineData("0 30 6 ? * MON-FRI")]
    [InlineData("0 0 6 30 * ?")]
    [InlineData("15 0 6 * * ?")]
    [InlineData("nonsense")]
    public void What_is_no_choice_stays_an_expression(string cron) => Assert.Equal((Repeat.Custom, cron), (ScheduleTimes.Of(cron).Repeat, ScheduleTimes.Of(cron).Cron));

    private static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc);
}

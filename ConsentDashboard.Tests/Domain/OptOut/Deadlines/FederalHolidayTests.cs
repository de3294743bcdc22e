using ConsentDashboard.Domain.OptOut.Deadlines;

namespace ConsentDashboard.Tests.Domain.OptOut.Deadlines;

public sealed class FederalHolidayTests
{
    /// <summary>As the Office of Personnel Management lists them, opm.gov/policy-data-oversight/pay-leave/federal-holidays.</summary>
    [Theory]
    [InlineData(2024, "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25")]
    [InlineData(2025, "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25")]
    [InlineData(2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25")]
    [InlineData(2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31")]
    [InlineData(2028, "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25")]
    public void Weekdays_on_which_offices_rest(int year, string expected)
    {
        var first = new DateOnly(year, 1, 1);
        var days = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(first.AddDays)
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && FederalHolidays.IsObserved(day));

        Assert.Equal(expected, string.Join(' ', days.Select(day => day.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Juneteenth_is_one_since_2021()
    {
        Assert.False(FederalHolidays.IsObserved(new(2020, 6, 19)));
        Assert.True(FederalHolidays.IsObserved(new(2021, 6, 18)));
    }

    [Fact]
    public void A_president_who_takes_office_does_not_stop_the_clock() => Assert.False(FederalHolidays.IsObserved(new(2028, 1, 20)));
}

using System.Globalization;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports;

namespace ConsentDashboard.Tests.Features.Reports;

public sealed class ChoosingPeriodsTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Theory]
    [InlineData(ReportPeriod.Yesterday, "2026-02-28", "2026-02-28")]
    [InlineData(ReportPeriod.LastSevenDays, "2026-02-22", "2026-02-28")]
    [InlineData(ReportPeriod.LastThirtyDays, "2026-01-30", "2026-02-28")]
    [InlineData(ReportPeriod.LastMonth, "2026-02-01", "2026-02-28")]
    [InlineData(ReportPeriod.LastQuarter, "2025-10-01", "2025-12-31")]
    [InlineData(ReportPeriod.LastYear, "2025-01-01", "2025-12-31")]
    public void A_period_is_whole_days_before_today(ReportPeriod period, string from, string to) =>
        Assert.Equal((Day(from), Day(to)), ReportPeriods.Of(period, Today));

    [Fact]
    public void What_is_offered_is_never_too_long()
    {
        foreach (var kind in Enum.GetValues<ReportKind>())
        {
            for (var today = Today; today < Today.AddYears(1); today = today.AddDays(1))
            {
                Assert.All(ReportPeriods.Offered(kind), period => Assert.Null(ReportPeriods.Wrong(kind, ReportPeriods.Of(period, today).From, ReportPeriods.Of(period, today).To, today)));
            }
        }
    }

    [Theory]
    [InlineData(null, null, null, ReportPeriod.LastThirtyDays, "2026-01-30", "2026-02-28")]
    [InlineData("last-quarter", null, null, ReportPeriod.LastQuarter, "2025-10-01", "2025-12-31")]
    [InlineData("whatever", null, null, ReportPeriod.LastThirtyDays, "2026-01-30", "2026-02-28")]
    [InlineData("last-year", "2026-02-03", "2026-02-04", null, "2026-02-03", "2026-02-04")]
    public void The_address_says_which_days(string? period, string? from, string? to, ReportPeriod? expected, string first, string last)
    {
        var choice = ReportChoice.Of(period, from, to, null, Today);

        Assert.Equal(new ReportChoice(expected, Day(first), Day(last), null), choice);
    }

    [Theory]
    [InlineData("2026-02-30", "2026-02-28")]
    [InlineData("2026-02-01", null)]
    [InlineData("x", "y")]
    public void Days_that_are_none_are_refused(string? from, string? to)
    {
        var choice = ReportChoice.Of(null, from, to, null, Today);

        Assert.Equal(ReportErrors.EndsBeforeItBegins, ReportPeriods.Wrong(ReportKind.ConsentStatus, choice.From, choice.To, Today));
    }

    [Fact]
    public void Every_kind_has_an_address_of_its_own()
    {
        var slugs = Enum.GetValues<ReportKind>().Select(ReportSlugs.Of).ToList();

        Assert.Equal(slugs.Distinct(), slugs);
        Assert.Equal(Enum.GetValues<ReportKind>(), slugs.Select(slug => ReportSlugs.Find(slug)!.Value));
        Assert.Null(ReportSlugs.Find("unknown"));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;

namespace ConsentDashboard.Features.Reports;

/// <summary>The days that a report looks back on. They are whole days, UTC: a period that is offered ends before today.</summary>
public static class ReportPeriods
{
    /// <summary>What was sent to single people is kept no longer.</summary>
    private const int MostDaysOfSends = 30;

    private const int MostDays = 1096;

    private static readonly DateOnly Earliest = new(2000, 1, 1);

    public static (DateOnly From, DateOnly To) Of(ReportPeriod period, DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        var quarter = new DateOnly(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1);
        return period switch
        {
            ReportPeriod.Yesterday => (today.AddDays(-1), today.AddDays(-1)),
            ReportPeriod.LastSevenDays => (today.AddDays(-7), today.AddDays(-1)),
            ReportPeriod.LastMonth => (month.AddMonths(-1), month.AddDays(-1)),
            ReportPeriod.LastQuarter => (quarter.AddMonths(-3), quarter.AddDays(-1)),
            ReportPeriod.LastYear => (new(today.Year - 1, 1, 1), new(today.Year - 1, 12, 31)),
            _ => (today.AddDays(-30), today.AddDays(-1)),
        };
    }

    /// <summary>Those that are never too long for the kind.</summary>
    public static IReadOnlyList<ReportPeriod> Offered(ReportKind kind) =>
        kind == ReportKind.FrequencyPromise ? [ReportPeriod.Yesterday, ReportPeriod.LastSevenDays, ReportPeriod.LastThirtyDays] : Enum.GetValues<ReportPeriod>();

    public static int Longest(ReportKind kind) => kind == ReportKind.FrequencyPromise ? MostDaysOfSends : MostDays;

    public static Error? Wrong(ReportKind kind, DateOnly from, DateOnly to, DateOnly today) => (from, to) switch
    {
        _ when from > to => ReportErrors.EndsBeforeItBegins,
        _ when to > today => ReportErrors.InTheFuture,
        _ when from < Earliest => ReportErrors.TooEarly,
        _ when to.DayNumber - from.DayNumber + 1 > Longest(kind) => kind == ReportKind.FrequencyPromise ? ReportErrors.TooLongForSends : ReportErrors.TooLong,
        _ => null,
    };
}

using ConsentDashboard.Domain.Notices;

namespace ConsentDashboard.Domain.Sends;

/// <summary>From which day on messages count against a promise, at one moment; apart for each period, because a query cannot reckon with days.</summary>
/// <param name="Today">UTC midnight.</param>
/// <param name="Week">The first of the last 7 days.</param>
/// <param name="Month">The first of the last 30 days.</param>
public readonly record struct SendDays(DateTime Today, DateTime Week, DateTime Month)
{
    /// <summary>Counts of single people are kept this long: two of the longest periods, so that a month can be looked back on from each day of another.</summary>
    public const int Kept = 62;

    public static SendDays At(DateTime moment)
    {
        var today = DayOf(moment);
        return new(today, today.AddDays(1 - FrequencyPromise.DaysOf(FrequencyPeriod.Week)), today.AddDays(1 - FrequencyPromise.MostDays));
    }

    public static DateTime DayOf(DateTime moment) => DateTime.SpecifyKind(moment.Date, DateTimeKind.Utc);

    /// <summary>The oldest day whose counts are still kept.</summary>
    public static DateTime OldestKept(DateTime now) => DayOf(now).AddDays(1 - Kept);
}

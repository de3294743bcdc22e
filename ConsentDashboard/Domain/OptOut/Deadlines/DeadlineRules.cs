using System.Collections.Frozen;

namespace ConsentDashboard.Domain.OptOut.Deadlines;

/// <summary>The dated table of the rules: those of the settings first, then the known ones; of several the latest.</summary>
/// <param name="configured">From the settings; each goes before every known one.</param>
/// <param name="holidays">Days that are no business days, beside weekends and the holidays of the region.</param>
public sealed class DeadlineRules(IEnumerable<DeadlineRule> configured, IEnumerable<DateOnly> holidays)
{
    // American Samoa's, where a day is the last to begin and the last to end.
    private const int WesternmostHours = -11;

    private readonly DeadlineRule[] _rules = [.. InOrder(configured), .. InOrder(KnownDeadlines.All)];
    private readonly FrozenSet<DateOnly> _holidays = holidays.ToFrozenSet();

    /// <param name="region">ISO 3166; ZZ where it is not known.</param>
    /// <param name="receivedAt">UTC.</param>
    public DeadlineRule Find(string region, DateTime receivedAt) => Array.Find(_rules, rule => rule.AppliesTo(region, receivedAt)) ?? KnownDeadlines.All[^1];

    /// <summary>
    /// When an opt-out has to be effective, UTC. Business days are counted from the day that it still is in the west of the
    /// United States, and the last one ends in UTC: a few hours sooner there than by the clock on the wall, never later.
    /// </summary>
    /// <param name="region">ISO 3166; ZZ where it is not known.</param>
    /// <param name="receivedAt">UTC.</param>
    public DateTime DueAt(string region, DateTime receivedAt) => Find(region, receivedAt) switch
    {
        { Kind: DeadlineKind.BusinessDays } rule => EndOf(AddBusinessDays(DateOnly.FromDateTime(receivedAt.AddHours(WesternmostHours)), rule.Count, region)),
        { Kind: DeadlineKind.Days } rule => receivedAt.AddDays(rule.Count),
        _ => receivedAt,
    };

    /// <returns>What a clock shows at that moment for something that came in then and is due then.</returns>
    public DeadlineClock ClockAt(DateTime now, string region, DateTime receivedAt, DateTime dueAt) => Find(region, receivedAt) switch
    {
        _ when now >= dueAt => new(DeadlineClockKind.Overdue, 0, now - dueAt),
        { Kind: DeadlineKind.BusinessDays } when BusinessDaysUntil(now, dueAt, region) is > 0 and var days => new(DeadlineClockKind.BusinessDaysLeft, days, dueAt - now),
        { Kind: not DeadlineKind.BusinessDays } when (int)(dueAt - now).TotalDays is > 0 and var days => new(DeadlineClockKind.DaysLeft, days, dueAt - now),
        _ => new(DeadlineClockKind.DueToday, 0, dueAt - now),
    };

    /// <summary>Neither a weekend nor a holiday; those of the United States rest only for numbers from there.</summary>
    public bool IsBusinessDay(DateOnly day, string region) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && !_holidays.Contains(day)
        && !(KnownDeadlines.UnitedStates.Contains(region) && FederalHolidays.IsObserved(day));

    private static IOrderedEnumerable<DeadlineRule> InOrder(IEnumerable<DeadlineRule> rules) => rules.OrderBy(rule => rule.Regions.Count == 0).ThenByDescending(rule => rule.From);

    private static DateTime EndOf(DateOnly day) => day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private DateOnly AddBusinessDays(DateOnly from, int count, string region)
    {
        while (count > 0)
        {
            from = from.AddDays(1);
            count -= IsBusinessDay(from, region) ? 1 : 0;
        }

        return from;
    }

    // After today: what is due at the end of today is due today.
    private int BusinessDaysUntil(DateTime now, DateTime dueAt, string region)
    {
        var (today, days) = (DateOnly.FromDateTime(now), 0);
        for (var day = DateOnly.FromDateTime(dueAt.AddTicks(-1)); day > today; day = day.AddDays(-1))
        {
            days += IsBusinessDay(day, region) ? 1 : 0;
        }

        return days;
    }
}

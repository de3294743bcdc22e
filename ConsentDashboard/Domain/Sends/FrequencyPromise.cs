using ConsentDashboard.Domain.Notices;

namespace ConsentDashboard.Domain.Sends;

/// <summary>What a wording promises: at most so many messages in each period, by days in UTC, the present day included.</summary>
/// <param name="Count">How many; 0 promises nothing.</param>
/// <param name="Period">A day is the present one, a week its last 7 days, a month its last 30.</param>
public readonly record struct FrequencyPromise(int Count, FrequencyPeriod Period)
{
    /// <summary>The longest period, in days.</summary>
    public const int MostDays = 30;

    public bool IsMade => Count > 0 && Period != FrequencyPeriod.None;

    /// <summary>How many days it looks back on, the present one included; 0 where nothing is promised.</summary>
    public int Days => !IsMade ? 0 : DaysOf(Period);

    /// <summary>One more message would break it.</summary>
    public bool IsReachedBy(long sent) => IsMade && sent >= Count;

    /// <summary>How many of so many messages are more than was promised.</summary>
    public long Beyond(long sent) => IsMade ? Math.Max(0, sent - Count) : 0;

    /// <summary>The first day that counts on a given one.</summary>
    /// <param name="day">UTC midnight.</param>
    public DateTime FirstDay(DateTime day) => day.AddDays(1 - Days);

    /// <summary>Whether more was sent than promised, seen from any of some days.</summary>
    /// <param name="counts">What was sent to one person, each day once.</param>
    /// <param name="from">The first day to look from.</param>
    /// <param name="to">The last day to look from.</param>
    public bool IsBrokenBy(IReadOnlyCollection<(DateTime Day, int Count)> counts, DateTime from, DateTime to)
    {
        // A window is fullest on a day with messages, so that no other has to be looked at but the first.
        var promise = this;
        return promise.IsMade && counts.Select(c => c.Day).Append(from).Where(day => day >= from && day <= to)
            .Any(day => promise.Beyond(counts.Where(c => c.Day <= day && c.Day >= promise.FirstDay(day)).Sum(c => (long)c.Count)) > 0);
    }

    internal static int DaysOf(FrequencyPeriod period) => period switch
    {
        FrequencyPeriod.Day => 1,
        FrequencyPeriod.Week => 7,
        _ => MostDays,
    };
}

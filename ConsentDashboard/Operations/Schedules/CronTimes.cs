using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Schedules;
using Quartz;

namespace ConsentDashboard.Operations.Schedules;

/// <summary>When a cron expression is due in a time zone.</summary>
public sealed class CronTimes
{
    private const int Looked = 48;

    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    private readonly CronExpression _expression;

    private CronTimes(CronExpression expression) => _expression = expression;

    /// <param name="cron">Quartz's: seconds, minutes, hours, day of month, month, day of week and, if need be, the year.</param>
    /// <param name="zone">IANA.</param>
    /// <param name="now">An expression that names no later moment is refused.</param>
    public static Result<CronTimes> Parse(string cron, string zone, DateTime now)
    {
        if (Read(cron, zone) is not { } times)
        {
            return FindZone(zone) is null ? ScheduleErrors.UnknownZone : ScheduleErrors.UnreadableCron;
        }

        var next = times.Next(now, Looked);
        return next.Count == 0 ? ScheduleErrors.NeverDue
            : next.Zip(next.Skip(1), (one, other) => other - one).Any(gap => gap < Shortest) ? ScheduleErrors.TooOften
            : times;
    }

    /// <returns>Null where the expression or the zone cannot be read (any more).</returns>
    public static CronTimes? Read(string cron, string zone) =>
        FindZone(zone) is { } found && CronExpression.TryParse(cron, out var expression) ? new(expression!.WithTimeZone(found)) : null;

    public static TimeZoneInfo? FindZone(string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId ? found : null;

    /// <summary>The newest moment that is due, now or before.</summary>
    public DateTime? Last(DateTime now)
    {
        var before = _expression.GetPreviousValidTimeBefore(Offset(now.AddSeconds(1)));
        if (before?.UtcDateTime > now)
        {
            before = _expression.GetPreviousValidTimeBefore(before.Value);
        }

        // Looking back finds both of an hour that the clock repeats in autumn, looking forward the first alone: forward it is.
        return before is { } last ? Next(last.UtcDateTime.AddDays(-1), int.MaxValue, now) is [.., var newest] ? newest : last.UtcDateTime : null;
    }

    /// <summary>The next moments, at most <paramref name="count"/>.</summary>
    public IReadOnlyList<DateTime> Next(DateTime now, int count) => Next(now, count, DateTime.MaxValue);

    private List<DateTime> Next(DateTime now, int count, DateTime until)
    {
        List<DateTime> next = [];
        for (var at = _expression.GetNextValidTimeAfter(Offset(now)); at is { } due && due.UtcDateTime <= until && next.Count < count; at = _expression.GetNextValidTimeAfter(due))
        {
            next.Add(due.UtcDateTime);
        }

        return next;
    }

    private static DateTimeOffset Offset(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}

namespace ConsentDashboard.Domain.Schedules;

/// <summary>Why something cannot be due at such times.</summary>
public static class ScheduleErrors
{
    public static readonly Error UnknownZone = new("Schedule.UnknownZone", ErrorKind.Invalid, "zone");
    public static readonly Error WrongTime = new("Schedule.WrongTime", ErrorKind.Invalid, "time");
    public static readonly Error UnreadableCron = new("Schedule.UnreadableCron", ErrorKind.Invalid, "cron");
    public static readonly Error NeverDue = new("Schedule.NeverDue", ErrorKind.Invalid, "cron");

    /// <summary>More often than every hour.</summary>
    public static readonly Error TooOften = new("Schedule.TooOften", ErrorKind.Invalid, "cron");
}

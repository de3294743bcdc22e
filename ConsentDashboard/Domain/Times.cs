namespace ConsentDashboard.Domain;

/// <summary>Times are UTC, truncated to milliseconds where they enter, so that both databases and the ledger's hashes agree on them.</summary>
public static class Times
{
    /// <summary>Sorts after every real time: "has no end".</summary>
    public static readonly DateTime Never = new(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Sorts before every real time: "has not happened".</summary>
    public static readonly DateTime NotYet = new(1, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static DateTime UtcMilliseconds(this TimeProvider clock) => Truncate(clock.GetUtcNow().UtcDateTime);

    public static DateTime Truncate(DateTime utc) => new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    public static long ToUnixMilliseconds(this DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static DateTime FromUnixMilliseconds(long milliseconds) =>
        new(DateTime.UnixEpoch.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
}

using System.Globalization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Operations.Api;

namespace ConsentDashboard.Features.Sends;

/// <summary>When something was sent, as it is told.</summary>
internal static class SendTimes
{
    /// <summary>By another system: a time with its offset, or a day, and not both.</summary>
    public static Result<DateTime> Of(string? at, string? on, DateTime now) => (at, on) switch
    {
        (null, null) => SendErrors.NoTime,
        (not null, not null) => SendErrors.NoTime,
        (not null, _) => ApiWords.TimeOf(at) is { } time ? Checked(time, now, SendErrors.BadTime.Field) : SendErrors.BadTime,
        _ => DayOf(on) is { } day ? Checked(day, now, SendErrors.BadDay.Field) : SendErrors.BadDay,
    };

    /// <returns>UTC midnight; null where it is not written as 2026-11-23.</returns>
    public static DateTime? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : null;

    /// <returns>The time, or now where a clock is ahead by less than a day; an error outside of the days that are counted.</returns>
    public static Result<DateTime> Checked(DateTime at, DateTime now, string? field = null) => at switch
    {
        _ when SendDays.DayOf(at) > SendDays.DayOf(now) => SendErrors.InTheFuture with { Field = field },
        _ when at < SendDays.OldestKept(now) => SendErrors.TooOld with { Field = field },
        _ => at > now ? now : at,
    };
}

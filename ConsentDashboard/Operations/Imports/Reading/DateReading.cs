using System.Globalization;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Reads the dates of lists: ISO 8601, days with dots, slashes or hyphens, Unix time, Excel's serial days. Without an offset they are UTC.</summary>
internal static class DateReading
{
    private static readonly DateTime Serial = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Times =
        ["", " H:mm", " H:mm:ss", " H:mm:ss.FFFFFFF", " h:mm tt", " h:mm:ss tt", "'T'H:mm", "'T'H:mm:ss", "'T'H:mm:ss.FFFFFFF", "', 'H:mm", "', 'H:mm:ss"];

    private static readonly string[] Zones = ["", "K", " zzz", " 'UTC'"];

    private static readonly string[] YearFirst = WithTimes(["yyyy-M-d", "yyyy/M/d", "yyyy.M.d"]);
    private static readonly string[] DayFirst = WithTimes(["d.M.yyyy", "d/M/yyyy", "d-M-yyyy"]);
    private static readonly string[] MonthFirst = WithTimes(["M/d/yyyy", "M-d-yyyy", "M.d.yyyy"]);

    public static DateTime? Read(ReadOnlySpan<char> text, DateOrder order)
    {
        text = text.Trim();
        if (Fast(text) is { } day)
        {
            return day;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return FromNumber(number);
        }

        if (Parts(text) is { Mark: not '.' } && order == DateOrder.YearFirst)
        {
            // Nobody has said which of both is the day.
            return null;
        }

        var formats = text.Length > 4 && !char.IsAsciiDigit(text[4]) && Parts(text) is null ? YearFirst : order == DateOrder.MonthFirst ? MonthFirst : DayFirst;
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.UtcDateTime : null;
    }

    /// <summary>The two leading numbers of a date whose year comes last; null for others.</summary>
    public static (int First, int Second, char Mark)? Parts(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        var mark = text.IndexOfAny('.', '/', '-');
        if (mark is < 1 or > 2)
        {
            return null;
        }

        var rest = text[(mark + 1)..];
        var next = rest.IndexOf(text[mark]);
        return next is 1 or 2 && int.TryParse(text[..mark], out var first) && int.TryParse(rest[..next], out var second) ? (first, second, text[mark]) : null;
    }

    // The plain forms of ISO 8601, which millions of rows have.
    private static DateTime? Fast(ReadOnlySpan<char> text)
    {
        if (text.Length is not (10 or 19 or 20) || text[4] != '-' || text[7] != '-' || (text.Length > 10 && (text[10] is not ('T' or ' ') || text[13] != ':' || text[16] != ':')) || (text.Length == 20 && text[19] != 'Z'))
        {
            return null;
        }

        Span<int> parts = stackalloc int[6];
        parts.Clear();
        ReadOnlySpan<int> at = [0, 5, 8, 11, 14, 17];
        for (var i = 0; i < (text.Length == 10 ? 3 : 6); i++)
        {
            if (!int.TryParse(text.Slice(at[i], i == 0 ? 4 : 2), NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]))
            {
                return null;
            }
        }

        var sound = parts[0] > 0 && parts[1] is > 0 and < 13 && parts[2] > 0 && parts[2] <= DateTime.DaysInMonth(parts[0], parts[1]) && parts[3] < 24 && parts[4] < 60 && parts[5] < 60;
        return sound ? new(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], DateTimeKind.Utc) : null;
    }

    private static DateTime? FromNumber(double number) => number switch
    {
        // 1990 to 2173 as days; anything from 1973 on as seconds, and as milliseconds.
        >= 32_874 and < 100_000 => new DateTime(Serial.Ticks + (long)Math.Round(number * TimeSpan.SecondsPerDay) * TimeSpan.TicksPerSecond, DateTimeKind.Utc),
        >= 1e8 and < 1e11 => DateTime.UnixEpoch.AddSeconds(number),
        >= 1e11 and < 1e14 => DateTime.UnixEpoch.AddMilliseconds(number),
        _ => null,
    };

    private static string[] WithTimes(string[] days) => [.. days.SelectMany(day => Times.SelectMany(time => Zones.Select(zone => day + time + zone)))];
}

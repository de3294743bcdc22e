using System.Globalization;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Reads dates in the ways in which lists write them. A time without a zone counts as UTC.</summary>
public static class ImportDates
{
    private static readonly string[] DayFirst = Forms("d.M.yyyy", "d/M/yyyy", "d-M-yyyy");
    private static readonly string[] MonthFirst = Forms("M/d/yyyy", "M-d-yyyy", "M.d.yyyy");
    private static readonly string[] YearFirst = [.. Forms("yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd"), "yyyy-M-dTH:mm", "yyyy-M-dTH:mm:ss", "yyyy-M-dTH:mm:ss.FFFFFFF", "yyyyMMddTHHmmss"];
    private static readonly string[] Zoned = ["yyyy-M-dTH:mmK", "yyyy-M-dTH:mm:ssK", "yyyy-M-dTH:mm:ss.FFFFFFFK", "yyyy-M-d H:mm:ssK", "yyyy-M-d H:mm:ss K", "yyyy-M-d H:mm:ss 'UTC'", "yyyy-M-d H:mm:ss.FFFFFFFK"];
    private static readonly string[] Worded = [.. Forms("MMM d, yyyy", "MMMM d, yyyy", "d MMM yyyy", "d MMMM yyyy"), "ddd, d MMM yyyy HH:mm:ss 'GMT'"];

    private const long SecondsFrom = 631_152_000;
    private const long SecondsTo = 10_000_000_000;
    private const double SerialFrom = 32_874;
    private const double SerialTo = 80_000;

    /// <summary>Before it nobody agreed to be texted.</summary>
    public static readonly DateTime Earliest = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Which orders a text could be read in; both where neither is impossible, none where it needs none or is no date.</summary>
    public static (bool DayFirst, bool MonthFirst) Orders(string text) => Fixed(text) is not null
        ? (false, false)
        : (Read(text, DayFirst) is not null, Read(text, MonthFirst) is not null);

    /// <param name="text">As it stands in the file.</param>
    /// <param name="order">Null: a date that needs one is not read, unless both orders say the same day.</param>
    /// <returns>UTC; null where it is no date.</returns>
    public static DateTime? Parse(string text, DateOrder? order)
    {
        if (Fixed(text) is { } date)
        {
            return date;
        }

        var (day, month) = (Read(text, DayFirst), Read(text, MonthFirst));
        return order switch
        {
            DateOrder.DayFirst => day,
            DateOrder.MonthFirst => month,
            _ when day is null || month is null => day ?? month,
            _ => day == month ? day : null,
        };
    }

    // What can be meant in one way only.
    private static DateTime? Fixed(string text) => Read(text, Zoned, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal)
        ?? Read(text, YearFirst) ?? Read(text, Worded) ?? Counted(text);

    // Unix seconds or milliseconds, or the day number of a spreadsheet.
    private static DateTime? Counted(string text)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return number switch
        {
            >= SerialFrom and < SerialTo => DateTime.SpecifyKind(DateTime.FromOADate(number), DateTimeKind.Utc),
            >= SecondsFrom and < SecondsTo => DateTime.UnixEpoch.AddSeconds(number),
            >= SecondsFrom * 1000.0 and < SecondsTo * 1000.0 => DateTime.UnixEpoch.AddMilliseconds(number),
            _ => null,
        };
    }

    private static DateTime? Read(string text, string[] forms, DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) =>
        DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, styles | DateTimeStyles.AllowWhiteSpaces, out var date) ? date : null;

    private static string[] Forms(params string[] days) => [.. days.SelectMany(day => new[] { day, $"{day} H:mm", $"{day} H:mm:ss", $"{day} h:mm tt", $"{day} h:mm:ss tt", $"{day}, H:mm", $"{day}, H:mm:ss" })];
}

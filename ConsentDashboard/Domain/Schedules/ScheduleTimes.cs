using System.Globalization;

namespace ConsentDashboard.Domain.Schedules;

public enum Repeat
{
    Daily,
    Weekly,
    Monthly,

    /// <summary>As an expression says it.</summary>
    Custom,
}

/// <summary>How often a schedule is due, as people choose it; each choice is a cron expression.</summary>
/// <param name="Day">Of the month, 1 to 28; null: the last one.</param>
public sealed record ScheduleTimes(Repeat Repeat, TimeOnly Time, DayOfWeek Weekday, int? Day, string Expression)
{
    public const int LastSafeDay = 28;

    public static readonly ScheduleTimes Default = new(Repeat.Monthly, new(7, 0), DayOfWeek.Monday, 1, "");

    public string Cron => Repeat switch
    {
        Repeat.Daily => $"{At} * * ?",
        Repeat.Weekly => $"{At} ? * {Weekday.ToString()[..3].ToUpperInvariant()}",
        Repeat.Monthly => $"{At} {(Day is { } day ? day.ToString(CultureInfo.InvariantCulture) : "L")} * ?",
        _ => Expression.Trim(),
    };

    private string At => string.Create(CultureInfo.InvariantCulture, $"0 {Time.Minute} {Time.Hour}");

    /// <summary>The choice that makes this expression; anything else stays an expression.</summary>
    public static ScheduleTimes Of(string cron)
    {
        if (cron.Split(' ') is ["0", var minute, var hour, ..] && TimeOnly.TryParseExact($"{hour}:{minute}", "H:m", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            ScheduleTimes[] choices =
            [
                Default with { Repeat = Repeat.Daily, Time = time },
                .. Enum.GetValues<DayOfWeek>().Select(weekday => Default with { Repeat = Repeat.Weekly, Time = time, Weekday = weekday }),
                .. Enumerable.Range(1, LastSafeDay).Select(day => Default with { Time = time, Day = day }),
                Default with { Time = time, Day = null },
            ];
            if (choices.FirstOrDefault(choice => choice.Cron == cron) is { } found)
            {
                return found with { Expression = cron };
            }
        }

        return Default with { Repeat = Repeat.Custom, Expression = cron };
    }
}

using System.Globalization;
using ConsentDashboard.Domain.Schedules;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Text;

public sealed class ScheduleWordsText;

/// <summary>Schedules as people say them, in the language of whoever asks.</summary>
public sealed class ScheduleWords(IStringLocalizer<ScheduleWordsText> text)
{
    public string Of(string cron, string zone)
    {
        var times = ScheduleTimes.Of(cron);
        var at = times.Time.ToString("HH:mm", CultureInfo.InvariantCulture);
        return times switch
        {
            { Repeat: Repeat.Daily } => text["Times.Daily", at, zone],
            { Repeat: Repeat.Weekly } => text["Times.Weekly", text[$"Times.On.{times.Weekday}"].Value, at, zone],
            { Repeat: Repeat.Monthly, Day: { } day } => text["Times.Monthly", day, at, zone],
            { Repeat: Repeat.Monthly } => text["Times.LastDay", at, zone],
            _ => text["Times.Custom", times.Expression, zone],
        };
    }
}

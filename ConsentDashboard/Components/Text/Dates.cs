using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Text;

/// <summary>Times as people read them. The server knows no one's time zone, so an exact time is in UTC and says so.</summary>
public static class Dates
{
    public static string Day(DateTime utc) => utc.ToString("d MMM yyyy", CultureInfo.CurrentCulture);

    public static string Minute(DateTime utc) => utc.ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture);

    public static string Second(DateTime utc) => utc.ToString("d MMM yyyy, HH:mm:ss", CultureInfo.CurrentCulture);

    public static string Exact(DateTime utc) => $"{Second(utc)} UTC";

    /// <summary>"2 min ago", "yesterday", "41 days ago"; the day itself once it is more than a year away, or ahead.</summary>
    public static string Ago(IStringLocalizer<PartsText> words, DateTime utc, DateTime now)
    {
        var days = (now.Date - utc.Date).Days;
        return (now - utc) switch
        {
            { Ticks: < 0 } => Minute(utc),
            { TotalMinutes: < 1 } => words["Time.Now"],
            { TotalMinutes: < 60 } passed => words["Time.Minutes", (int)passed.TotalMinutes],
            { TotalHours: < 24 } passed when days == 0 || passed.TotalHours < 6 => words["Time.Hours", (int)passed.TotalHours],
            _ when days <= 1 => words["Time.Yesterday"],
            _ when days <= 365 => words.Count("Time.Days", days),
            _ => Day(utc),
        };
    }
}

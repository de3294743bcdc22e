using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Text;

/// <summary>Sizes of files and remaining times, in words.</summary>
public static class Amounts
{
    /// <summary>"12.3 MB"; as file managers count, 1,024 bytes a KB.</summary>
    public static string Size(this IStringLocalizer<PartsText> words, long bytes) => bytes switch
    {
        < 1 << 20 => words["Size.Kb", Math.Max(1, bytes >> 10)],
        < 1 << 30 => words["Size.Mb", ((double)bytes / (1 << 20)).ToString("0.#", CultureInfo.CurrentCulture)],
        _ => words["Size.Gb", ((double)bytes / (1 << 30)).ToString("0.#", CultureInfo.CurrentCulture)],
    };

    /// <summary>"4 s left", "2 min left".</summary>
    public static string Left(this IStringLocalizer<PartsText> words, TimeSpan time) => time.TotalSeconds < 90
        ? words["Left.Seconds", Math.Max(1, (int)Math.Ceiling(time.TotalSeconds))]
        : words["Left.Minutes", (int)Math.Ceiling(time.TotalMinutes)];
}

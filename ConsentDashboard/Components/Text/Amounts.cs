using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Text;

/// <summary>Sizes of files and remaining times, in words.</summary>
public static class Amounts
{
    /// <summary>"12.3 MB"; of 1,000 bytes each.</summary>
    public static string Size(this IStringLocalizer<PartsText> words, long bytes) => bytes switch
    {
        < 1_000_000 => words["Size.Kb", Math.Max(1, bytes / 1000)],
        < 1_000_000_000 => words["Size.Mb", (bytes / 1e6).ToString("0.#", CultureInfo.CurrentCulture)],
        _ => words["Size.Gb", (bytes / 1e9).ToString("0.#", CultureInfo.CurrentCulture)],
    };

    /// <summary>"4 s left", "2 min left".</summary>
    public static string Left(this IStringLocalizer<PartsText> words, TimeSpan time) => time.TotalSeconds < 90
        ? words["Left.Seconds", Math.Max(1, (int)Math.Ceiling(time.TotalSeconds))]
        : words["Left.Minutes", (int)Math.Ceiling(time.TotalMinutes)];
}

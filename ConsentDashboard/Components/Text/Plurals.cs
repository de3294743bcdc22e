using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Text;

public static class Plurals
{
    /// <summary>The text of <c>key.One</c>, <c>key.Few</c> or <c>key.Many</c> with the number in it: Russian needs three forms, in English the last two are the same.</summary>
    public static string Count(this IStringLocalizer words, string key, long number) =>
        words[$"{key}.{Form(number, CultureInfo.CurrentUICulture)}", number.ToString("N0", CultureInfo.CurrentCulture)];

    internal static string Form(long number, CultureInfo culture)
    {
        number = Math.Abs(number);
        if (culture.TwoLetterISOLanguageName != "ru")
        {
            return number == 1 ? "One" : "Many";
        }

        return (number % 10, number % 100) switch
        {
            (1, not 11) => "One",
            (2 or 3 or 4, not (12 or 13 or 14)) => "Few",
            _ => "Many",
        };
    }
}

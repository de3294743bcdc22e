using System.Globalization;
using System.Resources;

namespace ConsentDashboard.Components.Wording;

/// <summary>The words around a wording. They follow the wording's language: an officer who works in English sees a Russian notice all in Russian.</summary>
public sealed class WordingText
{
    private static readonly ResourceManager Words = new(typeof(WordingText));

    public static string In(string language, string key) => Words.GetString(key, Culture(language)) ?? key;

    private static CultureInfo Culture(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }
}

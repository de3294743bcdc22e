using System.Globalization;
using System.Resources;

namespace ConsentDashboard.Features.CollectionPoints.Snippets;

/// <summary>The words of the form itself. They follow the wording's language and not the officer's.</summary>
public sealed class SnippetText
{
    private static readonly ResourceManager Words = new(typeof(SnippetText));

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

using System.Globalization;
using System.Resources;
using ConsentDashboard.Components.Text;

namespace ConsentDashboard.Tests.Support;

internal static class Words
{
    private static readonly ResourceManager Errors = new(typeof(ErrorsText));

    /// <summary>Whether an expected error has words of its own in the language.</summary>
    public static bool HasError(string key, string language) => Errors.GetResourceSet(CultureInfo.GetCultureInfo(language == "en" ? "" : language), createIfNotExists: true, tryParents: false)?.GetString(key) is { Length: > 0 };
}

using ConsentDashboard.Components.Layout;
using ConsentDashboard.Components.Public;

namespace ConsentDashboard.Features.OptOutPages;

/// <summary>The language of these pages: the chosen one, hers, or the browser's.</summary>
internal static class Speech
{
    public const string Field = "lang";

    private static readonly string[] Offered = [.. Cultures.Offered.Select(culture => culture.Name)];

    public static string Of(HttpContext http, string? hers = null) =>
        PublicPages.Speak(http, Offered, http.Items[typeof(Speech)] as string ?? http.Request.Query[Field], hers);

    /// <summary>What the form says that it was in.</summary>
    public static void Keep(HttpContext http, string? language) => http.Items[typeof(Speech)] = string.IsNullOrEmpty(language) ? null : language;
}

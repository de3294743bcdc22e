using System.Globalization;
using ConsentDashboard.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace ConsentDashboard.Components.Public;

/// <summary>What pages for everybody have in common: plain HTML drawn once, in the visitor's language, kept by nobody.</summary>
public static class PublicPages
{
    /// <summary>The visitor's language among those offered; the page's own words follow it.</summary>
    /// <param name="http">The request: its cookie and what its browser asks for count.</param>
    /// <param name="offered">BCP 47; not empty.</param>
    /// <param name="asked">What was chosen on the page.</param>
    /// <param name="hers">The language in which the person was addressed.</param>
    /// <param name="otherwise">What the sender would choose.</param>
    public static string Speak(HttpContext http, IReadOnlyCollection<string> offered, string? asked, string? hers = null, IEnumerable<string>? otherwise = null)
    {
        var browser = http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).Select(language => Main(language.Value.ToString()));
        var chosen = http.Features.Get<IRequestCultureFeature>() is { Provider: CookieRequestCultureProvider, RequestCulture.UICulture.Name: var name } ? name : "";
        var language = browser.Prepend(Main(hers ?? "")).Prepend(chosen).Prepend(asked ?? "").Concat(otherwise ?? []).FirstOrDefault(offered.Contains) ?? offered.First();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Cultures.Find(language) ?? Cultures.Offered[0];
        return language;

        static string Main(string tag) => tag.Split('-')[0];
    }

    /// <summary>Draws at once and hands nothing back, so that the page is in the language that was just chosen.</summary>
    public static Task DrawAsync<TPage>(HttpContext http, int status, Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        http.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>()?.Enabled = false;
        parameters["Theme"] = ThemeCookie.Read(http.Request);
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(http);
    }

    /// <summary>No copy of what the page says stays behind, and no search engine lists it.</summary>
    public static void KeepNoCopy(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
    }
}

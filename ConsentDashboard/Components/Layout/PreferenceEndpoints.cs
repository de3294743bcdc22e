using ConsentDashboard.Security;
using Microsoft.AspNetCore.Localization;

namespace ConsentDashboard.Components.Layout;

/// <summary>Language and theme: cookies of the browser, not of an account, so that public pages have them too.</summary>
public static class PreferenceEndpoints
{
    private static readonly string[] Verbs = [HttpMethods.Get, HttpMethods.Post];

    public static void MapPreferences(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/culture", Verbs, (HttpContext http, string? to, string? returnUrl) =>
        {
            if (Cultures.Find(to) is { } culture)
            {
                Keep(http, CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new(culture)));
            }

            return Back(returnUrl);
        }).AllowAnonymous();

        endpoints.MapMethods("/theme", Verbs, (HttpContext http, string? returnUrl) =>
        {
            Keep(http, ThemeCookie.Name, ThemeCookie.Read(http.Request) == "dark" ? "light" : "dark");
            return Back(returnUrl);
        }).AllowAnonymous();
    }

    private static IResult Back(string? returnUrl) => Results.LocalRedirect(LocalAddress.Or(returnUrl, "/"));

    private static void Keep(HttpContext http, string name, string value) => http.Response.Cookies.Append(name, value, new()
    {
        MaxAge = TimeSpan.FromDays(365),
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    });
}

namespace ConsentDashboard.Components.Layout;

/// <summary>The chosen theme; absent while the system decides. A cookie, so that static pages are drawn in it at once.</summary>
public static class ThemeCookie
{
    public const string Name = "theme";

    public static string? Read(HttpRequest request) => Known(request.Cookies[Name]);

    public static string? Known(string? theme) => theme is "dark" or "light" ? theme : null;
}

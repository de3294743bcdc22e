namespace ConsentDashboard.Security;

/// <summary>Addresses inside the app. What came in a query string may lead only there.</summary>
public static class LocalAddress
{
    public static string Or(string? address, string fallback) => IsLocal(address) ? address! : fallback;

    // "//host" and "/\host" are other hosts to a browser.
    public static bool IsLocal(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}

namespace ConsentDashboard.Features.Requests.Answers.Records;

/// <summary>Where the General Data Protection Regulation itself holds: the European Economic Area with its outermost regions. The United Kingdom has a law of its own.</summary>
internal static class Jurisdictions
{
    private static readonly HashSet<string> European = new(StringComparer.Ordinal)
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
        "AX", "GF", "GP", "MF", "MQ", "RE", "YT",
    };

    /// <param name="region">ISO 3166.</param>
    public static bool IsEuropean(string region) => European.Contains(region);
}

namespace ConsentDashboard.Features.Subscribers;

/// <summary>The regions offered for numbers without a calling code.</summary>
internal static class RegionChoices
{
    private static readonly string[] Common = ["US", "RU", "GB", "DE", "FR", "KZ", "BY", "UA", "PL", "ES", "IT", "TR"];

    /// <param name="own">Those that the installation uses; they come first.</param>
    public static IReadOnlyList<string> After(IEnumerable<string> own) => [.. own.Concat(Common).Distinct(StringComparer.Ordinal)];
}

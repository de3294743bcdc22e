namespace ConsentDashboard.Operations.OptOut.Bursts;

/// <summary>What the settings have to be like before bursts are looked for by them.</summary>
public static class BurstSettings
{
    private const int Longest = 24 * 60;
    private const int Most = 100_000;

    /// <returns>Each rule with the key to set where it does not hold.</returns>
    public static IEnumerable<(bool Holds, string Key, string Message)> Of(BurstOptions options) =>
    [
        (options.BurstMinutes is >= 1 and <= Longest, "OptOut:BurstMinutes", $"must be between 1 and {Longest}."),
        (options.BurstFromAddress is >= 2 and <= Most, "OptOut:BurstFromAddress", $"must be between 2 and {Most}."),
        (options.BurstFromAgent is >= 2 and <= Most, "OptOut:BurstFromAgent", $"must be between 2 and {Most}."),
    ];
}

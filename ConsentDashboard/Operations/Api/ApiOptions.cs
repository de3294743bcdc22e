namespace ConsentDashboard.Operations.Api;

/// <summary>Limits of the doors for other systems. Bound from <c>Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>How many calls one key may make within a minute.</summary>
    public int PerKeyPerMinute { get; set; } = 6000;

    /// <summary>How many calls may come from one address within a minute, those with a wrong key included.</summary>
    public int PerAddressPerMinute { get; set; } = 6000;
}

namespace ConsentDashboard.Features.Join;

/// <summary>Limits of the hosted form. Bound from <c>Join</c>.</summary>
public sealed class JoinOptions
{
    public const string Section = "Join";

    /// <summary>How many forms one address may send in within a minute.</summary>
    public int PerAddressPerMinute { get; set; } = 30;
}

namespace ConsentDashboard.Features.OptOutPages.Stop;

/// <summary>Limits of the contact form. Bound from <c>Stop</c>.</summary>
public sealed class StopOptions
{
    public const string Section = "Stop";

    /// <summary>How many numbers one address may send in within a minute.</summary>
    public int PerAddressPerMinute { get; set; } = 10;
}

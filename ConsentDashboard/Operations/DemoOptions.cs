namespace ConsentDashboard.Operations;

/// <summary>The believable company of a first start. Bound from <c>Demo</c>; the host leaves it on in Development only.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    public bool Enabled { get; set; }

    public int Subscribers { get; set; } = 5000;

    public int Seed { get; set; } = 1;
}

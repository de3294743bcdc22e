namespace ConsentDashboard.Features.Hooks;

/// <summary>Words of the gateways' page.</summary>
public sealed class HooksText;

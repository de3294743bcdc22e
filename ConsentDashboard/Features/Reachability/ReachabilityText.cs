namespace ConsentDashboard.Features.Reachability;

public sealed class ReachabilityText;

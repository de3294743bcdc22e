namespace ConsentDashboard.Features.Overview;

public sealed class OverviewText;

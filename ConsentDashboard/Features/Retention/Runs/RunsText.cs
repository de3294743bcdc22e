namespace ConsentDashboard.Features.Retention.Runs;

public sealed class RunsText;

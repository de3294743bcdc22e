namespace ConsentDashboard.Features.Reports;

public sealed class ReportsText;

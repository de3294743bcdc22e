namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>The words inside of reports: titles, explanations, columns.</summary>
public sealed class ReportWords;

namespace ConsentDashboard.Features.Imports;

public sealed class ImportsText;

namespace ConsentDashboard.Features.Exports;

public sealed class ExportsText;

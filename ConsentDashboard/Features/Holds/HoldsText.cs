namespace ConsentDashboard.Features.Holds;

public sealed class HoldsText;

namespace ConsentDashboard.Features.OptOuts;

public sealed class OptOutsText;

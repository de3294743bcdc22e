namespace ConsentDashboard.Features.Sends;

public sealed class SendsText;

namespace ConsentDashboard.Features.Senders;

public sealed class SendersText;

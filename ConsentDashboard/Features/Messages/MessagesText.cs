namespace ConsentDashboard.Features.Messages;

public sealed class MessagesText;

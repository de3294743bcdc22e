namespace ConsentDashboard.Features.Subscribers;

public sealed class SubscribersText;

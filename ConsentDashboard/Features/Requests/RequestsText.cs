namespace ConsentDashboard.Features.Requests;

public sealed class RequestsText;

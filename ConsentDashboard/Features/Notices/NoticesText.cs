namespace ConsentDashboard.Features.Notices;

public sealed class NoticesText;

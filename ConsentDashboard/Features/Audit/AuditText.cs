namespace ConsentDashboard.Features.Audit;

public sealed class AuditText;

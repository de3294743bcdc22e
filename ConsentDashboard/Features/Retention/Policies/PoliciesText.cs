namespace ConsentDashboard.Features.Retention.Policies;

public sealed class PoliciesText;

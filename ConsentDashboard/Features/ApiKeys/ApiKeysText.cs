namespace ConsentDashboard.Features.ApiKeys;

public sealed class ApiKeysText;

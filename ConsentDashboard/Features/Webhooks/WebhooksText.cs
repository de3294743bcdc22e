namespace ConsentDashboard.Features.Webhooks;

public sealed class WebhooksText;

using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Webhooks;

public static class WebhooksFeature
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookQueries>();
        services.AddSingleton<DeliveryQueries>();
        services.AddSingleton<SaveWebhook>();
        services.AddSingleton<SwitchWebhook>();
        services.AddSingleton<RotateSecret>();
        services.AddSingleton<SendTest>();
        services.AddSingleton<RebuiltMessages>();
        services.AddSingleton<ReplayMessage>();
        services.AddSingleton<ReplaySince>();
        services.AddSingleton<WebhookWords>();
        services.AddSingleton<WebhookFollowing>();
        services.AddSingleton(new NavItem(NavGroup.Settings, 40, typeof(WebhooksText), "Webhooks", "/webhooks", Icons.Material.Outlined.Webhook, Permissions.ManageWebhooks));
        return services;
    }
}

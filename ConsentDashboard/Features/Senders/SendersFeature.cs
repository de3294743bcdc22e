using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Senders;

public static class SendersFeature
{
    public static IServiceCollection AddSenders(this IServiceCollection services)
    {
        services.AddSingleton<SenderQueries>();
        services.AddSingleton<SaveSender>();
        services.AddSingleton(new NavItem(NavGroup.Collection, 30, typeof(SendersText), "Senders", "/senders", Icons.Material.Outlined.Storefront, Permissions.ViewCollection));
        return services;
    }
}

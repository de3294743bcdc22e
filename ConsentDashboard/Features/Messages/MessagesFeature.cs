using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Messages;

public static class MessagesFeature
{
    public static IServiceCollection AddMessages(this IServiceCollection services)
    {
        services.AddSingleton<MessagesQueries>();
        services.AddSingleton<RetryMessage>();
        services.AddSingleton<ReplyForHer>();
        services.AddSingleton<MessageWords>();
        services.AddSingleton(new NavItem(NavGroup.Settings, 20, typeof(MessagesText), "Messages", "/messages", Icons.Material.Outlined.Sms, Permissions.ViewMessages));
        return services;
    }
}

using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Overview;

public static class OverviewFeature
{
    public static IServiceCollection AddOverview(this IServiceCollection services)
    {
        services.AddSingleton<OverviewQueries>();
        services.AddSingleton<PrincipleQueries>();
        services.AddSingleton<ActivityQueries>();
        services.AddSingleton(new NavItem(NavGroup.Main, 10, typeof(OverviewText), "Overview", "/", Icons.Material.Outlined.Dashboard, Permissions.ViewOverview));
        return services;
    }
}

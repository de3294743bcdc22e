using ConsentDashboard.Components.Layout;
using ConsentDashboard.Features.Retention.Policies;
using ConsentDashboard.Features.Retention.Runs;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Retention;

public static class RetentionFeature
{
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<ConfirmIdentity>();
        services.AddPolicies();
        services.AddRuns();
        services.AddSingleton(new NavItem(NavGroup.Lists, 40, typeof(PoliciesText), "Retention", "/retention", Icons.Material.Outlined.AutoDelete, Permissions.ViewRetention));
        return services;
    }

    public static void MapRetention(this IEndpointRouteBuilder endpoints) => endpoints.MapRuns();
}

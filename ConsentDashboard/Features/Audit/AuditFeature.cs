using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Audit;

public static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<AuditDetails>();
        services.AddSingleton(new NavItem(NavGroup.Proof, 20, typeof(AuditText), "Audit", "/audit", Icons.Material.Outlined.FactCheck, Permissions.ViewAudit));
        return services;
    }
}

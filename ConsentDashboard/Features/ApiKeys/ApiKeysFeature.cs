using ConsentDashboard.Components.Layout;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Authentication;
using MudBlazor;

namespace ConsentDashboard.Features.ApiKeys;

public static class ApiKeysFeature
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ApiLimits>();
        services.AddSingleton<ApiKeyQueries>();
        services.AddSingleton<CreateApiKey>();
        services.AddSingleton<RevokeApiKey>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiAccess.AuthenticationScheme, null);
        services.AddSingleton(new NavItem(NavGroup.Settings, 30, typeof(ApiKeysText), "ApiKeys", "/api-keys", Icons.Material.Outlined.VpnKey, Permissions.ManageApiKeys));
        return services;
    }
}

using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Hooks;

/// <summary>Where gateways pass replies on.</summary>
public static class HooksFeature
{
    public static IServiceCollection AddHooks(this IServiceCollection services, HooksOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RefusedHooks>();
        services.AddSingleton<HookAnswers>();
        services.AddSingleton<TwilioHook>();
        services.AddSingleton<HookSources>();
        services.AddSingleton<SourceHook>();
        services.AddSingleton<GatewayQueries>();
        services.AddSingleton<SaveGateway>();
        services.AddSingleton(new NavItem(NavGroup.Settings, 25, typeof(HooksText), "Gateways", "/gateways", Icons.Material.Outlined.CallReceived, Permissions.ManageGateways));
        return services;
    }

    public static void MapHooks(this IEndpointRouteBuilder endpoints)
    {
        // A gateway proves itself by its signature, so there is no cookie and no account to check.
        var hooks = endpoints.MapGroup("/hooks/sms").AllowAnonymous().DisableAntiforgery();
        hooks.MapPost("/twilio", (HttpContext http, TwilioHook twilio) => twilio.PostAsync(http));
        hooks.MapPost("/{source}", (HttpContext http, SourceHook sources, string source) => sources.PostAsync(http, source));
    }
}

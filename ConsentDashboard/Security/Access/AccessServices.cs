using ConsentDashboard.Domain.DataFlow;

namespace ConsentDashboard.Security.Access;

public static class AccessServices
{
    /// <summary>Every permission is a policy of the same name; every scope of an API key is one too.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddScoped<CurrentActor>();
        var policies = services.AddAuthorizationBuilder();
        foreach (var permission in Permissions.All)
        {
            policies.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Actor.From(context.User).Can(permission)));
        }

        foreach (var scope in Enum.GetValues<ApiScopes>().Where(scope => scope != ApiScopes.None))
        {
            policies.AddPolicy(ApiAccess.Policy(scope), policy => policy.AddAuthenticationSchemes(ApiAccess.AuthenticationScheme)
                .RequireAuthenticatedUser().RequireAssertion(context => ApiAccess.Has(context.User, scope)));
        }

        return services;
    }
}

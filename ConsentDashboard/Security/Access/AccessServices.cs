namespace ConsentDashboard.Security.Access;

public static class AccessServices
{
    /// <summary>Every permission is a policy of the same name.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddScoped<CurrentActor>();
        var policies = services.AddAuthorizationBuilder();
        foreach (var permission in Permissions.All)
        {
            policies.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Actor.From(context.User).Can(permission)));
        }

        return services;
    }
}

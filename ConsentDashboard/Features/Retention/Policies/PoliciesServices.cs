namespace ConsentDashboard.Features.Retention.Policies;

internal static class PoliciesServices
{
    public static void AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<PolicyQueries>();
        services.AddSingleton<SavePolicy>();
        services.AddSingleton<SwitchPolicy>();
        services.AddSingleton<ArchivePolicy>();
        services.AddSingleton<SaveRetentionSettings>();
    }
}

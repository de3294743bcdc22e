using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsentDashboard.Operations.OptOut.Bursts;

internal static class BurstServices
{
    public static void AddBursts(this IServiceCollection services)
    {
        services.TryAddSingleton(new BurstOptions());
        services.AddSingleton<BurstFinder>();
        services.AddSingleton<OriginExpiry>();
        services.AddHostedService<BurstWatch>();
        services.AddHostedService<OriginUpkeep>();
    }
}

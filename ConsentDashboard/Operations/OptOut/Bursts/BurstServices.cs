using ConsentDashboard.Operations.Upkeeps;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsentDashboard.Operations.OptOut.Bursts;

internal static class BurstServices
{
    public static void AddBursts(this IServiceCollection services)
    {
        services.TryAddSingleton(new BurstOptions());
        services.AddSingleton<BurstFinder>();
        services.AddHostedService<BurstWatch>();
        services.AddUpkeep<OriginExpiry>(TimeSpan.FromHours(1), "Origins of old withdrawals could not be removed", (origins, stopping) => origins.ExpireAsync(stopping));
    }
}

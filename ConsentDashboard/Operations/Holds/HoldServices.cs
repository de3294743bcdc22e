using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Jobs;

namespace ConsentDashboard.Operations.Holds;

internal static class HoldServices
{
    public static void AddHolding(this IServiceCollection services)
    {
        services.AddSingleton<HoldExpiry>();
        services.AddHostedService<HoldUpkeep>();
        services.AddJobs<HoldOrder, RunHoldOrder>();
    }
}

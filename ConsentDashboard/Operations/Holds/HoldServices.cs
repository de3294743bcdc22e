using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Upkeeps;

namespace ConsentDashboard.Operations.Holds;

internal static class HoldServices
{
    public static void AddHolding(this IServiceCollection services)
    {
        services.AddUpkeep<HoldExpiry>(TimeSpan.FromMinutes(5), "Holds that are over could not be looked for", (holds, stopping) => holds.ExpireAsync(stopping));
        services.AddJobs<HoldOrder, RunHoldOrder>();
    }
}

using ConsentDashboard.Operations.Upkeeps;

namespace ConsentDashboard.Operations.Sends;

internal static class SendServices
{
    public static void AddSendCounting(this IServiceCollection services)
    {
        services.AddSingleton<CountSends>();
        services.AddSingleton<PromiseReadings>();
        services.AddUpkeep<ForgetSends>(TimeSpan.FromHours(1), "Old counts of messages could not be deleted", (counts, stopping) => counts.ExecuteAsync(stopping));
    }
}

using ConsentDashboard.Operations.Upkeeps;

namespace ConsentDashboard.Operations.Api;

internal static class ApiServices
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiCallers>();
        services.AddUpkeep<IdempotentReplies>(TimeSpan.FromMinutes(10), "Old answers of the API could not be removed", (replies, stopping) => replies.ForgetAsync(stopping));
    }
}

namespace ConsentDashboard.Operations.Api;

internal static class ApiServices
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiCallers>();
        services.AddSingleton<IdempotentReplies>();
        services.AddHostedService<ApiUpkeep>();
    }
}

namespace ConsentDashboard.Operations.Collection;

internal static class CollectionServices
{
    public static void AddCollection(this IServiceCollection services)
    {
        services.AddSingleton<PointCatalog>();
        services.AddSingleton<PointCounting>();
        services.AddSingleton<ConfirmationCodes>();
        services.AddSingleton<SendLimits>();
        services.AddSingleton<RecordOptIn>();
        services.AddSingleton<ConfirmOptIn>();
        services.AddSingleton<ResendCode>();
        services.AddSingleton<LapseRequests>();
        services.AddHostedService<CollectionUpkeep>();
    }
}

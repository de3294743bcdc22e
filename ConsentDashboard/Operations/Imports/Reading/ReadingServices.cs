namespace ConsentDashboard.Operations.Imports.Reading;

internal static class ReadingServices
{
    public static IServiceCollection AddReading(this IServiceCollection services)
    {
        services.AddSingleton<InspectFile>();
        services.AddSingleton<ReadRows>();
        services.AddSingleton<FindMapping>();
        services.AddSingleton<RememberMapping>();
        return services;
    }
}

namespace ConsentDashboard.Operations.Segments;

public static class SegmentServices
{
    /// <summary>What reads segments, for their own screens and for exports.</summary>
    public static IServiceCollection AddSegmentReading(this IServiceCollection services)
    {
        services.AddSingleton<SegmentNaming>();
        services.AddSingleton<SegmentCounts>();
        services.AddSingleton<SegmentPeople>();
        return services;
    }
}

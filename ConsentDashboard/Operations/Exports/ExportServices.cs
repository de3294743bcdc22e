using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Jobs;

namespace ConsentDashboard.Operations.Exports;

public static class ExportServices
{
    /// <summary>What writes exports in the background and takes them away again.</summary>
    public static IServiceCollection AddExporting(this IServiceCollection services, ExportOptions options)
    {
        services.AddSingleton(options);
        services.AddJobs<ExportJob, RunExport>();
        services.AddSingleton<AudienceCount>();
        services.AddSingleton<ExportExpiry>();
        services.AddHostedService<ExportUpkeep>();
        return services;
    }
}

using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Upkeeps;

namespace ConsentDashboard.Operations.Exports;

public static class ExportServices
{
    /// <summary>What writes exports in the background and takes them away again.</summary>
    public static IServiceCollection AddExporting(this IServiceCollection services, ExportOptions options)
    {
        services.AddSingleton(options);
        services.AddJobs<ExportJob, RunExport>();
        services.AddSingleton<AudienceCount>();
        return services.AddUpkeep<ExportExpiry>(
            TimeSpan.FromMinutes(10), "Files of old exports could not be removed", (files, stopping) => files.SweepAsync(stopping), behindErasures: true);
    }
}

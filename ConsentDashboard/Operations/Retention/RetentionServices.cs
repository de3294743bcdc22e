using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Jobs;

namespace ConsentDashboard.Operations.Retention;

internal static class RetentionServices
{
    public static IServiceCollection AddRetentionRuns(this IServiceCollection services)
    {
        services.AddSingleton<PreviewRetention>();
        services.AddSingleton<ConsentLedger.BatchSigner>();
        services.AddSingleton<CertificateSigning>();
        services.AddSingleton<FinishRetention>();
        services.AddSingleton<RetentionChanges>();
        return services.AddJobs<RetentionRun, RunRetention>();
    }
}

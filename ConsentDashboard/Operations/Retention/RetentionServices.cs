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
        services.AddSingleton<CertificateOrigins>();
        services.AddSingleton<FinishRetention>();
        services.AddSingleton<RetentionChanges>();
        services.AddSingleton<RetentionExpiry>();
        services.AddHostedService<RetentionUpkeep>();
        services.AddSingleton<DefaultPolicies>();
        services.AddSingleton<ScrubDatabase>();
        return services.AddJobs<RetentionRun, RunRetention>();
    }

    /// <summary>Runs policies by their schedules.</summary>
    /// <typeparam name="TRunner">What starts a run.</typeparam>
    public static IServiceCollection AddRetentionSchedule<TRunner>(this IServiceCollection services)
        where TRunner : class, IRunDuePolicy
    {
        services.AddSingleton<IRunDuePolicy, TRunner>();
        services.AddSingleton<StartDuePolicies>();
        return services.AddHostedService<RetentionScheduler>();
    }
}

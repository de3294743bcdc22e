using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Upkeeps;

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
        services.AddUpkeep<RetentionExpiry>(TimeSpan.FromMinutes(10), "Old previews of retention runs could not be removed", (previews, stopping) => previews.SweepAsync(stopping));
        services.AddSingleton<DefaultPolicies>();
        services.AddSingleton<ScrubDatabase>();
        services.AddUpkeep(new UpkeepPlan<ScrubUpkeep>(TimeSpan.FromHours(1), "The log could not be emptied after an erasure", (log, stopping) => log.WorkAsync(stopping))
        {
            ComesBehindErasures = true,
            Again = TimeSpan.FromMinutes(1),
        });
        return services.AddJobs<RetentionRun, RunRetention>();
    }

    /// <summary>Runs policies by their schedules.</summary>
    /// <typeparam name="TRunner">What starts a run.</typeparam>
    public static IServiceCollection AddRetentionSchedule<TRunner>(this IServiceCollection services)
        where TRunner : class, IRunDuePolicy
    {
        services.AddSingleton<IRunDuePolicy, TRunner>();
        return services.AddUpkeep<StartDuePolicies>(TimeSpan.FromSeconds(30), "Policies that are due could not be started", (policies, stopping) => policies.ExecuteAsync(stopping), atOnce: true);
    }
}

using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Operations.Jobs;

public static class JobServices
{
    /// <summary>Jobs of one kind, and the worker that runs them.</summary>
    public static IServiceCollection AddJobs<T, TRunner>(this IServiceCollection services)
        where T : LongJob
        where TRunner : class, IJobRunner<T>
    {
        services.AddSingleton<JobLeases<T>>();
        services.AddSingleton<JobFeed<T>>();
        services.AddSingleton<IJobRunner<T>, TRunner>();
        services.AddSingleton<JobWorker<T>>();
        services.AddHostedService(provider => provider.GetRequiredService<JobWorker<T>>());
        return services;
    }
}

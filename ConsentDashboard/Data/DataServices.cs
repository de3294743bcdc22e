using ConsentDashboard.Data.Reading;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data;

public static class DataServices
{
    public static IServiceCollection AddData(this IServiceCollection services, DatabaseOptions options, string contentRoot)
    {
        services.AddSingleton(options);
        services.AddSingleton(new DashboardContexts(options, contentRoot));
        services.AddSingleton<IDbContextFactory<DashboardDbContext>>(provider => provider.GetRequiredService<DashboardContexts>());
        services.AddSingleton<WriteGate>();
        services.AddHostedService<SqliteCheckpoints>();
        services.AddSingleton<OpenContexts>();
        services.AddSingleton<IsDatabaseAway>(DatabaseAway.Is);
        services.AddSingleton<Startup.DatabaseStartup>();

        // Identity's stores are the one place that keeps a context for a scope.
        services.AddScoped(provider => provider.GetRequiredService<DashboardContexts>().CreateDbContext());
        return services;
    }
}

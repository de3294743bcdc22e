namespace ConsentDashboard.Operations.Backups;

internal static class BackupServices
{
    public static IServiceCollection AddBackups(this IServiceCollection services)
    {
        services.AddSingleton<BackUp>();
        services.AddSingleton<RestoreBackup>();
        services.AddSingleton<ReplayStops>();
        services.AddSingleton<StrandedFiles>();
        services.AddSingleton<ReplayJournal>();
        return services;
    }
}

using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Upkeeps;

namespace ConsentDashboard.Operations.Imports;

internal static class ImportServices
{
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddSingleton<ImportRows>(provider => provider.GetRequiredService<ReadRows>().ReadAsync);
        services.AddSingleton<SortRows>();
        services.AddSingleton<TryRows>();
        services.AddSingleton<FinishRun>();
        services.AddSingleton<RunRows>();
        services.AddSingleton<EarlierConsents>();
        services.AddSingleton<UndoRows>();
        services.AddSingleton<ImportVerdicts>();
        services.AddSingleton<TryImport>();
        services.AddSingleton<StartImport>();
        services.AddSingleton<CancelImport>();
        services.AddSingleton<UndoImport>();
        services.AddJobs<ImportBatch, ImportRunner>();
        return services.AddUpkeep<ImportUpkeep>(
            TimeSpan.FromHours(1), "The upkeep of imports failed", (imports, stopping) => imports.RunAsync(stopping), atOnce: true, behindErasures: true);
    }
}

using ConsentDashboard.Components.Layout;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports.Readings;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Features.Reports.Schedules;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using MudBlazor;

namespace ConsentDashboard.Features.Reports;

public static class ReportsFeature
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddReportReadings();
        services.AddSingleton<ReportRequests>();
        services.AddSingleton<ReadReport>();
        services.AddSingleton<ReportQueries>();
        services.AddSingleton<ReportLabels>();
        services.AddJobs<ReportRun, ReportRunner>();
        services.AddSingleton<RequestReport>();
        services.AddSingleton<DownloadReport>();
        services.AddSingleton<DeleteReport>();
        services.AddSingleton<ExpireReports>();
        services.AddHostedService<ReportUpkeep>();
        services.AddSingleton<SaveSchedule>();
        services.AddSingleton<PauseSchedule>();
        services.AddSingleton<DeleteSchedule>();
        services.AddSingleton<StartDueReports>();
        services.AddHostedService<ReportScheduler>();
        services.AddSingleton(new PagePart("/exports", typeof(RunsPanel), Permissions.ViewReports));
        services.AddSingleton(new NavItem(NavGroup.Proof, 10, typeof(ReportsText), "Reports", "/reports", Icons.Material.Outlined.Assessment, Permissions.ViewReports));
        return services;
    }

    public static void MapReports(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/reports/runs/{run}/workbook", DownloadEndpoint.GetAsync).RequireAuthorization(Permissions.ViewReports).ExcludeFromDescription();
}

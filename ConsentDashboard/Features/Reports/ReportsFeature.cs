using ConsentDashboard.Components.Layout;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports.Readings;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Features.Reports.Schedules;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Upkeeps;
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
        services.AddUpkeep<ExpireReports>(TimeSpan.FromHours(1), "Workbooks whose time is over could not be deleted", (reports, stopping) => reports.ExecuteAsync(stopping));
        services.AddSingleton<SaveSchedule>();
        services.AddSingleton<PauseSchedule>();
        services.AddSingleton<DeleteSchedule>();
        services.AddUpkeep<StartDueReports>(TimeSpan.FromSeconds(30), "Scheduled reports could not be started", (reports, stopping) => reports.ExecuteAsync(stopping), atOnce: true);
        services.AddSingleton(new PagePart("/exports", typeof(RunsPanel), Permissions.ViewReports));
        services.AddSingleton(new NavItem(NavGroup.Proof, 10, typeof(ReportsText), "Reports", "/reports", Icons.Material.Outlined.Assessment, Permissions.ViewReports));
        return services;
    }

    public static void MapReports(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/reports/runs/{run}/workbook", DownloadEndpoint.GetAsync).RequireAuthorization(Permissions.ViewReports).ExcludeFromDescription();
}

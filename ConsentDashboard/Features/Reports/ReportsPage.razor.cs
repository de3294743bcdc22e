using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reports;

public partial class ReportsPage(ReportRequests requests, ReportLabels Words, IStringLocalizer<ReportsText> T)
{
    private IReadOnlyList<ReportKind> _kinds = [];

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async _ =>
        {
            var actor = await Actors.CurrentAsync();
            actor.Demand(Permissions.ViewReports);
            return actor;
        },
        actor => _kinds = [.. requests.Kinds.Where(kind => actor.MaySee(kind))]);
}

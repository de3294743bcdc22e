using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Reports;

/// <summary>Who may see which report: who looked at whom is told to those only who may read the audit trail, out of which it is made.</summary>
internal static class ReportRights
{
    public static bool MaySee(this Actor actor, ReportKind kind) => actor.Can(Permissions.ViewReports) && (kind != ReportKind.AccessToPersonalData || actor.Can(Permissions.ViewAudit));

    /// <exception cref="ForbiddenException">She may not.</exception>
    public static void DemandReport(this Actor actor, ReportKind kind)
    {
        actor.Demand(Permissions.ViewReports);
        if (kind == ReportKind.AccessToPersonalData)
        {
            actor.Demand(Permissions.ViewAudit);
        }
    }
}

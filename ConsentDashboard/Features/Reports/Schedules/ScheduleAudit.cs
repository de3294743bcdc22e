using System.Text.Json;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>The entry about a schedule: what it says from now on.</summary>
internal static class ScheduleAudit
{
    public static AuditDraft Of(Actor actor, ReportSchedule schedule, bool isDeleted = false) => new(
        actor,
        AuditAction.ReportScheduleSaved,
        Subject: $"{schedule.PublicId}",
        Details: JsonSerializer.Serialize(new
        {
            report = ReportSlugs.Of(schedule.Kind),
            period = $"{schedule.Period}",
            cron = schedule.Cron,
            zone = schedule.TimeZone,
            active = schedule.IsActive,
            deleted = isDeleted,
        }));
}

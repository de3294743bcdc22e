using System.Text.Json;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Reports.Runs;

/// <summary>The entries about workbooks: which report, and about which days.</summary>
internal static class ReportAudit
{
    public static AuditDraft Made(Actor actor, ReportRun run, ReportSchedule? schedule = null) => Of(actor, AuditAction.ReportMade, run, schedule);

    public static AuditDraft Downloaded(Actor actor, ReportRun run) => Of(actor, AuditAction.ReportDownloaded, run, null);

    public static AuditDraft Deleted(Actor actor, ReportRun run) => Of(actor, AuditAction.ReportDeleted, run, null);

    private static AuditDraft Of(Actor actor, AuditAction action, ReportRun run, ReportSchedule? schedule)
    {
        var ask = ReportAsk.Of(run);
        return new(actor, action, Subject: $"{run.PublicId}", Details: JsonSerializer.Serialize(new
        {
            report = ReportSlugs.Of(ask.Kind),
            from = ask.From,
            to = ask.To,
            sender = ask.Sender?.ToString(),
            schedule = schedule?.PublicId.ToString(),
        }));
    }
}

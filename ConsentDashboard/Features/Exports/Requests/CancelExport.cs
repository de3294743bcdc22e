using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>Ends an export before its file is there: whoever asked for it, or somebody who might have agreed to it.</summary>
public sealed class CancelExport(ExportChanges changes)
{
    public async Task<Result> ExecuteAsync(PublicId export, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewExports);
        if (await changes.FindAsync(export, cancellation) is not { } job)
        {
            return ExportRefusals.NotFound;
        }

        if (!ExportRules.MayCancel(job, actor))
        {
            return job.CreatedBy == actor.Key || actor.Can(Permissions.ApproveExport) ? ExportRefusals.TooLate : ExportRefusals.NotYours;
        }

        var details = JsonSerializer.Serialize(new { status = $"{job.Status}" });
        var cancelled = await changes.CancelAsync(job, new(actor, AuditAction.ExportCancelled, Subject: $"{job.PublicId}", Details: details));
        return cancelled.Failed || !cancelled.Value ? cancelled.Error ?? ExportRefusals.TooLate : Result.Ok;
    }
}

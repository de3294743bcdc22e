using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>A second person agrees that so many numbers go out.</summary>
public sealed class ApproveExport(ExportChanges changes, JobFeed<ExportJob> feed)
{
    public sealed record Input(PublicId Export, string Note = "");

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ApproveExport);
        var note = input.Note.Trim();
        if (await changes.FindAsync(input.Export, cancellation) is not { } job)
        {
            return ExportRefusals.NotFound;
        }

        if ((ExportRules.DecisionRefusal(job, actor) ?? ExportRules.NoteRefusal(note, isNeeded: false)) is { } refusal)
        {
            return refusal;
        }

        var details = JsonSerializer.Serialize(new { expectedRows = job.ExpectedRows });
        var audit = new AuditDraft(actor, AuditAction.ExportApproved, Subject: $"{job.PublicId}", Reason: note.Length == 0 ? null : note, Details: details);
        var decided = await changes.DecideAsync(job, approves: true, note, audit);
        if (decided.Failed || !decided.Value)
        {
            return decided.Error ?? ExportRefusals.AlreadyDecided;
        }

        feed.Wake();
        return Result.Ok;
    }
}

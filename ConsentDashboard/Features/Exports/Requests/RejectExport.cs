using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>A second person does not agree, and says why.</summary>
public sealed class RejectExport(ExportChanges changes)
{
    public sealed record Input(PublicId Export, string Note);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ApproveExport);
        var note = input.Note.Trim();
        if (await changes.FindAsync(input.Export, cancellation) is not { } job)
        {
            return ExportRefusals.NotFound;
        }

        if ((ExportRules.DecisionRefusal(job, actor) ?? ExportRules.NoteRefusal(note, isNeeded: true)) is { } refusal)
        {
            return refusal;
        }

        var details = JsonSerializer.Serialize(new { expectedRows = job.ExpectedRows });
        var decided = await changes.DecideAsync(job, approves: false, note, new(actor, AuditAction.ExportRejected, Subject: $"{job.PublicId}", Reason: note, Details: details));
        return decided.Failed || !decided.Value ? decided.Error ?? ExportRefusals.AlreadyDecided : Result.Ok;
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>A second person agrees to the cleaning of exactly the previewed set.</summary>
public sealed class ApproveRun(RetentionChanges changes)
{
    public sealed record Input(PublicId Run, string Note = "");

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ApprovePurge);
        var note = input.Note.Trim();
        if (await changes.FindAsync(input.Run, cancellation) is not { } run)
        {
            return RetentionErrors.NoRun;
        }

        return (RunRules.DecisionRefusal(run, actor) ?? RunRules.NoteRefusal(note, isNeeded: false) ?? await changes.StaleAsync(run, cancellation)) is { } refusal
            ? refusal
            : await changes.DecideAsync(run, approves: true, note, actor);
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>
/// A second person agrees to the cleaning of exactly the previewed set. Where the settings want no second person for so few,
/// what a schedule asks for is let begin by anybody who may, with the password once more.
/// </summary>
public sealed class ApproveRun(RetentionChanges changes, RunRules rules, ConfirmIdentity identity)
{
    /// <param name="Count">For a large part of the list: how many, typed once more.</param>
    /// <param name="Password">Where no second person is asked.</param>
    public sealed record Input(PublicId Run, string Note = "", long? Count = null, string? Password = null);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ApprovePurge);
        var note = input.Note.Trim();
        if (await changes.FindAsync(input.Run, cancellation) is not { } run)
        {
            return RetentionErrors.NoRun;
        }

        var alone = await rules.BeginsAloneAsync(run, cancellation);
        if ((RunRules.DecisionRefusal(run, actor, alone) ?? RunRules.NoteRefusal(note, isNeeded: false) ?? await changes.StaleAsync(run, cancellation)) is { } refusal)
        {
            return refusal;
        }

        if (await rules.AsksTwiceAsync(run, cancellation) && input.Count != run.Total)
        {
            return RetentionErrors.CountNotConfirmed;
        }

        return !alone || await identity.IsAsync(actor, input.Password)
            ? await changes.DecideAsync(run, approves: true, note, actor, alone)
            : RetentionErrors.PasswordWrong;
    }
}

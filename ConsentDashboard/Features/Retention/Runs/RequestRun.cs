using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>Asks for the cleaning of what was previewed. A second person decides; where the settings want none, whoever asks proves once more who they are.</summary>
public sealed class RequestRun(RetentionChanges changes, RunRules rules, ConfirmIdentity identity)
{
    /// <param name="Why">In the requester's words.</param>
    /// <param name="Count">For a large part of the list: how many, typed once more.</param>
    /// <param name="Password">Where no second person is asked.</param>
    public sealed record Input(PublicId Run, string Why, long? Count = null, string? Password = null);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RequestPurge);
        var why = input.Why.Trim();
        if (await changes.FindAsync(input.Run, cancellation) is not { } run)
        {
            return RetentionErrors.NoRun;
        }

        if ((RunRules.RequestRefusal(run, why) ?? await changes.StaleAsync(run, cancellation)) is { } refusal)
        {
            return refusal;
        }

        if (await rules.AsksTwiceAsync(run, cancellation) && input.Count != run.Total)
        {
            return RetentionErrors.CountNotConfirmed;
        }

        var needsApproval = await changes.NeedsApprovalAsync(run.Total, cancellation);
        return needsApproval || await identity.IsAsync(actor, input.Password)
            ? await changes.RequestAsync(run, why, needsApproval, actor)
            : RetentionErrors.PasswordWrong;
    }
}

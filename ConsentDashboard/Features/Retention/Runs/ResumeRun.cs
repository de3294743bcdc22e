using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>Goes on with a run that was paused or broke off.</summary>
public sealed class ResumeRun(RetentionChanges changes)
{
    public async Task<Result> ExecuteAsync(PublicId run, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RequestPurge);
        return await changes.FindAsync(run, cancellation) is { } found ? await changes.ResumeAsync(found, actor) : RetentionErrors.NoRun;
    }
}

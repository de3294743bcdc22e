using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>Holds a run between two slices; it goes on from there.</summary>
public sealed class PauseRun(RetentionChanges changes)
{
    public async Task<Result> ExecuteAsync(PublicId run, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RequestPurge);
        return await changes.FindAsync(run, cancellation) is { } found ? await changes.PauseAsync(found, actor) : RetentionErrors.NoRun;
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>Ends a run: what is cleaned stays so, and the certificate says how much that was.</summary>
public sealed class CancelRun(RetentionChanges changes)
{
    public async Task<Result> ExecuteAsync(PublicId run, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RequestPurge);
        return await changes.FindAsync(run, cancellation) is { } found ? await changes.CancelAsync(found, actor) : RetentionErrors.NoRun;
    }
}

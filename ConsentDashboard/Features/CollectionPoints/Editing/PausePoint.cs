using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <summary>Nobody is asked there until it is activated again; what came in stays as it is.</summary>
public sealed class PausePoint(PointWriting points, AuditTrail audit)
{
    /// <param name="Version">The version that the actor has seen.</param>
    public sealed record Input(PublicId Point, int Version);

    public async Task<Result<PointMark>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        var done = await points.ChangeAsync(input.Point, input.Version, open => Task.FromResult(open.Take(PointStep.Pause)), cancellation);
        if (!done.Failed)
        {
            await audit.RecordAsync(new AuditDraft(actor, AuditAction.PointPaused, Subject: input.Point.ToString()), CancellationToken.None);
        }

        return done;
    }
}

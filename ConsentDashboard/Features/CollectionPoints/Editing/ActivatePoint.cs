using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <summary>From here on people may be asked there. Refused while a finding stands in the way.</summary>
public sealed class ActivatePoint(PointWriting points, AuditTrail audit)
{
    /// <param name="Version">The version that the actor has seen.</param>
    public sealed record Input(PublicId Point, int Version);

    public async Task<Result<PointMark>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        var done = await points.ChangeAsync(input.Point, input.Version, open => Task.FromResult(open.Take(PointStep.Activate)), cancellation);
        if (!done.Failed)
        {
            await audit.RecordAsync(new AuditDraft(actor, AuditAction.PointActivated, Subject: input.Point.ToString()), CancellationToken.None);
        }

        return done;
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <summary>Ends the point for good. What came in there stays proven by it.</summary>
public sealed class RetirePoint(PointWriting points, AuditTrail audit)
{
    /// <param name="Version">The version that the actor has seen.</param>
    public sealed record Input(PublicId Point, int Version);

    public async Task<Result<PointMark>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        var done = await points.ChangeAsync(input.Point, input.Version, open => Task.FromResult(open.Take(PointStep.Retire)), cancellation);
        if (!done.Failed)
        {
            await audit.RecordAsync(new AuditDraft(actor, AuditAction.PointRetired, Subject: input.Point.ToString()), CancellationToken.None);
        }

        return done;
    }
}

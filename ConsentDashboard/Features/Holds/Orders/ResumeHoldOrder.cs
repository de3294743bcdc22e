using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Holds.Orders;

/// <summary>Goes on with a hold, or its release, that was stopped or broke off.</summary>
public sealed class ResumeHoldOrder(HoldOrderChanges changes, TimeProvider clock)
{
    public async Task<Result> ExecuteAsync(PublicId order, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.PlaceHold);
        return await changes.FindAsync(order, cancellation) switch
        {
            null => HoldRefusals.NotFound,
            { } found when !found.StateAt(clock.UtcMilliseconds()).MayResume() => HoldRefusals.NotNow,
            { } found => await changes.ResumeAsync(found, actor),
        };
    }
}

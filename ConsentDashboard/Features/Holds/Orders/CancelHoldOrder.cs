using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Holds.Orders;

/// <summary>Stops the work on a hold: whoever is on hold by then stays so, whoever is released stays released.</summary>
public sealed class CancelHoldOrder(HoldOrderChanges changes)
{
    public async Task<Result> ExecuteAsync(PublicId order, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.PlaceHold);
        return await changes.FindAsync(order, cancellation) is { } found ? await changes.CancelAsync(found, actor) : HoldRefusals.NotFound;
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Holds.Orders;

/// <summary>Ends, in the background, every hold that an order placed. Whoever is held for another reason stays held.</summary>
public sealed class ReleaseHoldOrder(HoldOrderChanges changes, TimeProvider clock)
{
    /// <param name="Reason">Why it may end.</param>
    public sealed record Input(PublicId Order, string? Reason);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.PlaceHold);
        var reason = HoldTerms.CheckReason(input.Reason);
        if (reason.Failed)
        {
            return reason.Error;
        }

        return await changes.FindAsync(input.Order, cancellation) switch
        {
            null => HoldRefusals.NotFound,
            { } found when !found.StateAt(clock.UtcMilliseconds()).MayRelease() => HoldRefusals.NotNow,
            { } found => await changes.ReleaseAsync(found, reason.Value, actor),
        };
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Requests;

/// <summary>The person was told that her request came and what happens with it (11 CCR 7021(a)); what counts is when.</summary>
public sealed class ConfirmReceipt(RequestStore store, TimeProvider clock)
{
    public async Task<Result> ExecuteAsync(PublicId id, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var found = await store.FindOpenAsync(id, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        var (request, now) = (found.Value, clock.UtcMilliseconds());
        if (request.ConfirmedAt is not null || RequestDeadlines.ConfirmBy(request.Law, request.Kind, request.ReceivedAt) is not { } by)
        {
            return RequestErrors.NotConfirmable;
        }

        var details = $$"""{"onTime":{{(now < by ? "true" : "false")}}}""";
        return await store.ChangeAsync(
            request,
            new(actor, AuditAction.RequestConfirmed, request.SubscriberId, $"{id}", Details: details),
            set => set.SetProperty(r => r.ConfirmedAt, now),
            still: r => r.Status != RequestStatus.Closed);
    }
}

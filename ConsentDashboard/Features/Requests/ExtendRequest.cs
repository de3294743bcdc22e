using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Requests;

/// <summary>Puts the deadline off, once, within the first one: the person has to be told why before it is over.</summary>
public sealed class ExtendRequest(RequestStore store, TimeProvider clock)
{
    public const int MaxReason = 500;

    public sealed record Input(PublicId Request, string? Reason);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var reason = input.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > MaxReason)
        {
            return RequestErrors.ReasonMissing;
        }

        var found = await store.FindOpenAsync(input.Request, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        if (store.HasNumber(found.Value, reason))
        {
            return RequestErrors.ReasonHasNumber;
        }

        var (request, now) = (found.Value, clock.UtcMilliseconds());
        if (request.ExtendedAt is not null || RequestDeadlines.ExtendedDueAt(request.Law, request.Kind, request.ReceivedAt) is not { } due)
        {
            return RequestErrors.NotExtendable;
        }

        return now >= request.DueAt
            ? RequestErrors.TooLateToExtend
            : await store.ChangeAsync(request, new(actor, AuditAction.RequestExtended, request.SubscriberId, $"{request.PublicId}", reason), set => set
                .SetProperty(r => r.DueAt, due)
                .SetProperty(r => r.ExtendedAt, now)
                .SetProperty(r => r.ExtensionReason, reason));
    }
}

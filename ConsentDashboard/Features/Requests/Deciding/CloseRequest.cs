using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Requests.Deciding;

/// <summary>
/// Says what became of a request, and does it first: after a crash between the two it is closed again, and what it does is
/// recorded once. The prepared answer goes with it; what is kept is that it was asked and answered, for 24 months.
/// </summary>
public sealed class CloseRequest(RequestStore store, GrantRequest grant, AnswerFiles files, TimeProvider clock)
{
    public const int MaxReason = 1000;

    public sealed record Input(PublicId Request, RequestOutcome Outcome, string? Reason);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var reason = input.Reason?.Trim() ?? "";
        if (Refusal(input, reason) is { } wrong)
        {
            return wrong;
        }

        var found = await store.FindOpenAsync(input.Request, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        var request = found.Value;
        var isGranted = input.Outcome is RequestOutcome.Granted or RequestOutcome.GrantedInPart;
        if (store.HasNumber(request, reason))
        {
            return RequestErrors.ReasonHasNumber;
        }

        if (isGranted && (NotReady(request) ?? (await store.IsRecognitionOverAsync(request, cancellation) ? RequestErrors.RecognisedByPhone : null)) is { } refusal)
        {
            return refusal;
        }

        // No token from here: what follows from it is done to its end.
        var done = await grant.ExecuteAsync(request, input.Outcome, actor);
        return done.Failed ? done : await EndAsync(request, input, reason, actor);
    }

    private async Task<Result> EndAsync(PersonRequest request, Input input, string reason, Actor actor)
    {
        var now = clock.UtcMilliseconds();
        var erased = GrantRequest.Erases(request, input.Outcome);

        // The request keeps no number that is kept nowhere else: of whoever is erased, was never known, or only ever said stop.
        var clears = erased || !await store.IsKeptAsync(request);
        var details = JsonSerializer.Serialize(new { outcome = $"{input.Outcome}", law = $"{request.Law}", kind = $"{request.Kind}", onTime = now < request.DueAt });
        var closed = await store.ChangeAsync(
            request,
            new(actor, AuditAction.RequestClosed, request.SubscriberId, $"{request.PublicId}", Details: details),
            set =>
            {
                set.SetProperty(r => r.Status, RequestStatus.Closed)
                    .SetProperty(r => r.SubscriberId, request.SubscriberId)
                    .SetProperty(r => r.Outcome, input.Outcome)
                    .SetProperty(r => r.OutcomeReason, erased || reason.Length == 0 ? null : reason)
                    .SetProperty(r => r.ClosedAt, now)
                    .SetProperty(r => r.ClosedByKey, actor.Key)
                    .SetProperty(r => r.ClosedByName, actor.Name)
                    .SetProperty(r => r.KeptUntil, now.AddMonths(RequestDeadlines.LogMonths))
                    .SetProperty(r => r.CodeHash, (byte[]?)null)
                    .SetProperty(r => r.CodeExpiresAt, (DateTime?)null);
                if (clears)
                {
                    set.SetProperty(r => r.NumberCipher, (byte[]?)null)
                        .SetProperty(r => r.DetailsCipher, (byte[]?)null)
                        .SetProperty(r => r.ExtensionReason, (string?)null)
                        .SetProperty(r => r.Language, "");
                }
            },
            still: r => r.Status != RequestStatus.Closed);
        if (!closed.Failed)
        {
            files.Forget(request.PublicId);
            if (erased && request.SubscriberId is { } subject)
            {
                await files.ForgetPersonAsync(subject);
            }
        }

        return closed;
    }

    private static Error? Refusal(Input input, string reason) => input switch
    {
        _ when !Enum.IsDefined(input.Outcome) => RequestErrors.UnknownOutcome,
        _ when reason.Length > MaxReason => RequestErrors.ReasonMissing,
        { Outcome: RequestOutcome.Refused or RequestOutcome.GrantedInPart } when reason.Length == 0 => RequestErrors.ReasonMissing,
        _ => null,
    };

    private static Error? NotReady(PersonRequest request) => request switch
    {
        { VerifiedAt: null } when RequestDeadlines.NeedsIdentity(request.Kind) => RequestErrors.NotVerified,
        { PreparedAt: null } when RequestDeadlines.IsAccess(request.Kind) => RequestErrors.NotPrepared,

        // Closing deletes it.
        { HandedOverAt: null } when RequestDeadlines.IsAccess(request.Kind) => RequestErrors.NotHandedOver,
        _ => null,
    };
}

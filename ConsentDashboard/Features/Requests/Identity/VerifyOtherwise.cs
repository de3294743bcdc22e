using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Requests.Identity;

/// <summary>A member of staff recognised the person by something else than the phone, and says by what; the note stays in the audit trail.</summary>
public sealed class VerifyOtherwise(RequestStore store, TimeProvider clock)
{
    public const int MaxNote = 500;

    /// <param name="Proof">A word of <see cref="RequestLists.Proofs"/>.</param>
    public sealed record Input(PublicId Request, string? Proof, string? Note);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var note = input.Note?.Trim() ?? "";
        if (input.Proof is not { } proof || !RequestLists.Proofs.Contains(proof))
        {
            return RequestErrors.UnknownProof;
        }

        if (note.Length is 0 or > MaxNote)
        {
            return RequestErrors.NoteMissing;
        }

        var found = await store.FindOpenAsync(input.Request, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        if (store.HasNumber(found.Value, note))
        {
            return RequestErrors.NoteHasNumber;
        }

        var (request, now) = (found.Value, clock.UtcMilliseconds());
        return request.VerifiedAt is not null && !await store.IsRecognitionOverAsync(request, cancellation)
            ? RequestErrors.AlreadyVerified
            : await store.ChangeAsync(
                request,
                new(actor, AuditAction.RequestVerified, request.SubscriberId, $"{request.PublicId}", note, $$"""{"by":"{{proof}}"}"""),
                set => set
                    .SetProperty(r => r.Status, r => r.Status == RequestStatus.Prepared ? r.Status : RequestStatus.Verified)
                    .SetProperty(r => r.VerifiedAt, now)
                    .SetProperty(r => r.VerifiedBy, proof)
                    .SetProperty(r => r.CodeHash, (byte[]?)null)
                    .SetProperty(r => r.CodeExpiresAt, (DateTime?)null));
    }
}

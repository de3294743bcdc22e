using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Identity;

/// <summary>The person read the code out. Each try is counted before it is compared, so that nobody guesses faster by asking at once.</summary>
public sealed class VerifyByCode(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, RequestStore store, ConfirmationCodes codes, TimeProvider clock)
{
    public const int MostTries = 5;

    public sealed record Input(PublicId Request, string? Code);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var found = await store.FindOpenAsync(input.Request, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        var (request, now) = (found.Value, clock.UtcMilliseconds());
        if (request.VerifiedAt is not null)
        {
            return RequestErrors.AlreadyVerified;
        }

        if (request.CodeHash is not { } hash || request.CodeExpiresAt <= now)
        {
            return RequestErrors.NoCode;
        }

        if (await store.IsReassignedAsync(request, cancellation))
        {
            return RequestErrors.Reassigned;
        }

        if (!await CountAsync(request, hash))
        {
            return RequestErrors.NoTriesLeft;
        }

        return CryptographicOperations.FixedTimeEquals(hash, codes.HashOfRequest(request.PublicId, ConfirmationCodes.Plain(input.Code)))
            ? await store.ChangeAsync(
                request,
                new(actor, AuditAction.RequestVerified, request.SubscriberId, $"{request.PublicId}", Details: $$"""{"by":"{{RequestLists.SmsCode}}"}"""),
                set => set
                    .SetProperty(r => r.Status, r => r.Status == RequestStatus.Prepared ? r.Status : RequestStatus.Verified)
                    .SetProperty(r => r.VerifiedAt, now)
                    .SetProperty(r => r.VerifiedBy, RequestLists.SmsCode)
                    .SetProperty(r => r.CodeHash, (byte[]?)null)
                    .SetProperty(r => r.CodeExpiresAt, (DateTime?)null),
                still: r => r.CodeHash == hash)
            : RequestErrors.WrongCode;
    }

    private async Task<bool> CountAsync(PersonRequest request, byte[] hash)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        return await db.PersonRequests.Where(r => r.Id == request.Id && r.CodeHash == hash && r.CodeTries < MostTries)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CodeTries, r => r.CodeTries + 1)) == 1;
    }
}

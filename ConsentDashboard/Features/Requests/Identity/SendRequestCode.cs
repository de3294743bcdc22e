using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Identity;

/// <summary>Sends six digits to the number that the request is about: whoever reads them out holds the phone. The code before opens nothing any more.</summary>
public sealed class SendRequestCode(
    IDbContextFactory<DashboardDbContext> contexts, RequestStore store, ConfirmationCodes codes, SendLimits limits, TextMessages texts, RequestWords words, TimeProvider clock)
{
    public const int MostCodes = 3;

    public async Task<Result> ExecuteAsync(PublicId id, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var found = await store.FindOpenAsync(id, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        var request = found.Value;
        if (request.VerifiedAt is not null)
        {
            return RequestErrors.AlreadyVerified;
        }

        if (request.CodesSent >= MostCodes)
        {
            return RequestErrors.NoCodesLeft;
        }

        if (store.NumberOf(request) is not { } number)
        {
            return RequestErrors.NoNumber;
        }

        if (await store.IsReassignedAsync(request, cancellation))
        {
            return RequestErrors.Reassigned;
        }

        if (await SenderAsync(request, cancellation) is not { } sender)
        {
            return RequestErrors.NoSender;
        }

        return await limits.TakeAsync(number, null)
            ? await SendAsync(request, number, sender, actor)
            : RequestErrors.CodesTooOften;
    }

    private async Task<Result> SendAsync(PersonRequest request, E164Number number, SenderName sender, Actor actor)
    {
        var (code, now) = (ConfirmationCodes.New(), clock.UtcMilliseconds());
        var draft = texts.Draft(Guid.CreateVersion7(), new(sender.Id, number.Value, words.CodeText(request.Language, sender.Name, code)), MessageKinds.RequestCode);
        var details = string.Create(CultureInfo.InvariantCulture, $$"""{"code":{{request.CodesSent + 1}}}""");
        return await store.ChangeAsync(
            request,
            new(actor, AuditAction.RequestCodeSent, request.SubscriberId, $"{request.PublicId}", Details: details),
            set => set
                .SetProperty(r => r.Status, r => r.Status == RequestStatus.Received ? RequestStatus.Verifying : r.Status)
                .SetProperty(r => r.CodeHash, codes.HashOfRequest(request.PublicId, code))
                .SetProperty(r => r.CodeExpiresAt, now + MessageKinds.RequestCodeLife)
                .SetProperty(r => r.CodeTries, 0)
                .SetProperty(r => r.CodesSent, r => r.CodesSent + 1),
            also: async db =>
            {
                db.Add(new OutboxMessage
                {
                    MessageKey = draft.MessageKey,
                    Endpoint = draft.Endpoint,
                    Kind = draft.Kind,
                    PayloadCipher = draft.PayloadCipher,
                    SubscriberId = request.SubscriberId,
                    SenderId = sender.Id,
                    CreatedAt = now,
                    DueAt = now,
                });
                await db.SaveChangesAsync();
            });
    }

    // The company that she asks, or one that she has agreed to; to a stranger the first one writes.
    private async Task<SenderName?> SenderAsync(PersonRequest request, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var known = request.SenderId
            ?? await db.Consents.Where(c => c.SubscriberId == request.SubscriberId).OrderByDescending(c => c.GivenAt).Select(c => (long?)c.SenderId).FirstOrDefaultAsync(cancellation);
        return await db.Senders.Where(s => known == null || s.Id == known).OrderBy(s => s.Id).Select(s => new SenderName(s.Id, s.Name)).FirstOrDefaultAsync(cancellation);
    }

    private sealed record SenderName(long Id, string Name);
}

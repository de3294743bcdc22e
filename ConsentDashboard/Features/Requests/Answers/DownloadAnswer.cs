using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Hands out a prepared answer: in the audit trail before the first byte leaves.</summary>
public sealed class DownloadAnswer(RequestStore store, AnswerFiles files, LedgerWriter ledger, TimeProvider clock)
{
    public async Task<Result<Stream>> ExecuteAsync(PublicId id, bool asPage, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var found = await store.FindOpenAsync(id, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        if (await store.IsRecognitionOverAsync(found.Value, cancellation))
        {
            return RequestErrors.RecognisedByPhone;
        }

        if (found.Value is not { PreparedAt: not null, NumberCipher: not null, AnswerChecksum: { } checksum } request || files.Open(id, asPage ? AnswerFiles.Page : AnswerFiles.Json, checksum) is not { } content)
        {
            return RequestErrors.NotPrepared;
        }

        var isHandedOut = false;
        try
        {
            var marked = await MarkAsync(request, asPage, actor);
            isHandedOut = marked is { Failed: false, Value: true };
            return isHandedOut ? content : marked.Failed ? marked.Error : RequestErrors.NotPrepared;
        }
        finally
        {
            if (!isHandedOut)
            {
                await content.DisposeAsync();
            }
        }
    }

    // Whatever version the row has: both files are taken out one after the other, and neither changes it.
    private Task<Result<bool>> MarkAsync(PersonRequest request, bool asPage, Actor actor)
    {
        var now = clock.UtcMilliseconds();
        var audit = new AuditDraft(actor, AuditAction.RequestAnswerDownloaded, request.SubscriberId, $"{request.PublicId}", Details: asPage ? """{"as":"page"}""" : """{"as":"json"}""");
        return ledger.ChangeAsync(audit, async db =>
            await db.PersonRequests.Where(r => r.Id == request.Id && r.PreparedAt == request.PreparedAt && r.Status != RequestStatus.Closed)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.HandedOverAt, now)) == 1);
    }
}

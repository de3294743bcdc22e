using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Hands out a prepared answer: in the audit trail before the first byte leaves.</summary>
public sealed class DownloadAnswer(RequestStore store, AnswerFiles files, AuditTrail audit)
{
    public async Task<Result<Stream>> ExecuteAsync(PublicId id, bool asPage, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var found = await store.FindOpenAsync(id, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        if (found.Value is not { PreparedAt: not null, NumberCipher: not null } request || files.Open(id, asPage ? AnswerFiles.Page : AnswerFiles.Json) is not { } content)
        {
            return RequestErrors.NotPrepared;
        }

        try
        {
            await audit.RecordAsync(new(actor, AuditAction.RequestAnswerDownloaded, request.SubscriberId, $"{id}", Details: asPage ? """{"as":"page"}""" : """{"as":"json"}"""), cancellation);
            return content;
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }
}

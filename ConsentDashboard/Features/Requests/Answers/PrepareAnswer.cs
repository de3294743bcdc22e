using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Writes the answer to an access request, once the person was recognised: a file for machines and a page for her, both encrypted until they are handed out.</summary>
public sealed class PrepareAnswer(RequestStore store, AnswerReading reading, AnswerPage page, AnswerFiles files, TimeProvider clock)
{
    /// <param name="Site">The address of this site as staff see it.</param>
    public sealed record Input(PublicId Request, string Site);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var found = await store.FindOpenAsync(input.Request, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        var request = found.Value;
        if (!RequestDeadlines.IsAccess(request.Kind))
        {
            return RequestErrors.NoAnswerNeeded;
        }

        if (request.VerifiedAt is null)
        {
            return RequestErrors.NotVerified;
        }

        return await reading.ReadAsync(request, input.Site, cancellation) is { } document
            ? await WriteAsync(request, document, actor)
            : RequestErrors.TooMuch;
    }

    private async Task<Result> WriteAsync(PersonRequest request, AnswerDocument document, Actor actor)
    {
        var (json, now) = (AnswerJson.Write(document), clock.UtcMilliseconds());
        try
        {
            await files.WriteAsync(request.PublicId, AnswerFiles.Json, json);
            await files.WriteAsync(request.PublicId, AnswerFiles.Page, Encoding.UTF8.GetBytes(page.Write(document)));
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            files.Forget(request.PublicId);
            return RequestErrors.NoSpace;
        }

        var details = string.Create(CultureInfo.InvariantCulture, $$"""{"events":{{document.Events.Count}},"known":{{(request.SubscriberId is null ? "false" : "true")}}}""");
        var changed = await store.ChangeAsync(
            request,
            new(actor, AuditAction.RequestPrepared, request.SubscriberId, $"{request.PublicId}", Details: details),
            set => set
                .SetProperty(r => r.Status, RequestStatus.Prepared)
                .SetProperty(r => r.PreparedAt, now)
                .SetProperty(r => r.HandedOverAt, (DateTime?)null)
                .SetProperty(r => r.AnswerChecksum, SHA256.HashData(json)),
            still: r => r.Status != RequestStatus.Closed && r.NumberCipher != null);
        if (changed.Failed && await store.FindOpenAsync(request.PublicId, CancellationToken.None) is { Failed: true } or { Value.NumberCipher: null })
        {
            // Closed or erased meanwhile: what was just read must not stay.
            files.Forget(request.PublicId);
        }

        return changed;
    }
}

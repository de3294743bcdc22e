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

        // Erased with her: nothing is left to hand out.
        if (request.NumberCipher is null)
        {
            return RequestErrors.NoNumber;
        }

        if (await store.IsRecognitionOverAsync(request, cancellation))
        {
            return RequestErrors.RecognisedByPhone;
        }

        return await reading.ReadAsync(request, input.Site, cancellation) is { } document
            ? await WriteAsync(request, document, actor)
            : RequestErrors.TooMuch;
    }

    private async Task<Result> WriteAsync(PersonRequest request, AnswerDocument document, Actor actor)
    {
        var (json, now) = (AnswerJson.Write(document), clock.UtcMilliseconds());
        var checksum = SHA256.HashData(json);
        try
        {
            await files.WriteAsync(request.PublicId, AnswerFiles.Json, checksum, json);
            await files.WriteAsync(request.PublicId, AnswerFiles.Page, checksum, Encoding.UTF8.GetBytes(page.Write(document)));
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            files.Forget(request.PublicId, checksum);
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
                .SetProperty(r => r.AnswerChecksum, checksum),
            still: r => r.Status != RequestStatus.Closed && r.NumberCipher != null);

        // Only the answer that the request names stays: not this one where somebody else was faster or she was erased meanwhile.
        if (changed.Failed)
        {
            files.Forget(request.PublicId, checksum);
        }
        else if (request.AnswerChecksum is { } earlier && !earlier.AsSpan().SequenceEqual(checksum))
        {
            files.Forget(request.PublicId, earlier);
        }

        return changed;
    }
}

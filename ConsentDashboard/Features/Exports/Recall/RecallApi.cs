using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Exports.Recall;

/// <summary><c>GET /api/v1/exports/{key}/recall</c>: the same as the file, page by page.</summary>
internal sealed class RecallApi(ExportChanges changes, RecallQueries queries, AuditTrail audit, TimeProvider clock)
{
    private static readonly ApiProblem UnknownExport = new(StatusCodes.Status404NotFound, "unknown_export", "There is no export of that id, or it has no file.");
    private static readonly ApiProblem OtherSender = new(StatusCodes.Status403Forbidden, "other_sender", "The API key may not speak for the export's sender.");
    private static readonly ApiProblem BadPlace = new(StatusCodes.Status422UnprocessableEntity, "after_unknown", "Send after as the answer before gave it in next.", "after");
    private static readonly ApiProblem Over = new(StatusCodes.Status410Gone, "recall_over", "The rows of this export are no longer kept.");

    public async Task<IResult> GetAsync(HttpContext http, string key, string? after)
    {
        var client = ApiAccess.Client(http.User)!;
        if (!PublicId.TryParse(key, out var id) || await changes.FindAsync(id, http.RequestAborted) is not { Status: JobStatus.Done or JobStatus.Expired } job)
        {
            return UnknownExport.ToResult();
        }

        if (!client.MaySpeakFor(job.SenderId))
        {
            return OtherSender.ToResult();
        }

        var place = default(PublicId);
        if (after is not null && (!PublicId.TryParse(after, out place) || place.Value <= 0))
        {
            return BadPlace.ToResult();
        }

        if (!await queries.AreKeptAsync(job, http.RequestAborted))
        {
            return Over.ToResult();
        }

        var now = clock.UtcMilliseconds();
        var page = await queries.ReadAsync(job, place.Value, http.RequestAborted);
        await audit.RecordAsync(
            new(client.Actor, AuditAction.ExportRecalled, Subject: $"{job.PublicId}", Details: JsonSerializer.Serialize(new { rows = page.Rows.Count })), CancellationToken.None);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new RecallResponse(
                now,
                [.. page.Rows.Select(row => new RecallRow(ExportFile.KeyOf(row.RowKey), row.Number, row.Words))],
                page.Next is { } next ? ExportFile.KeyOf(next) : null),
            RecallResponse.Json);
    }
}

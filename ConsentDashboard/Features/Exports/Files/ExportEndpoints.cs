using System.Net.Mime;
using ConsentDashboard.Domain;
using ConsentDashboard.Features.Exports.Recall;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Exports.Files;

/// <summary>Files for people. They are streamed and never kept by anything on the way; ranges are off, so that each download is one, and counted.</summary>
internal sealed class ExportEndpoints(DownloadExport download, RecallFile recall, ExportManifest manifest, RecordDenial denials)
{
    public async Task<IResult> FileAsync(HttpContext http, string id)
    {
        var actor = Actor.From(http.User);
        var file = PublicId.TryParse(id, out var export) ? await download.ExecuteAsync(export, actor, http.RequestAborted) : Requests.ExportRefusals.NotFound;
        return file.Failed ? await RefusedAsync(http, actor, file.Error) : Sent(http, file.Value.Content, file.Value.ContentType, file.Value.Name);
    }

    public async Task<IResult> RecallAsync(HttpContext http, string id)
    {
        var actor = Actor.From(http.User);
        var begun = PublicId.TryParse(id, out var export) ? await recall.ExecuteAsync(export, actor, http.RequestAborted) : Requests.ExportRefusals.NotFound;
        return begun.Failed ? await RefusedAsync(http, actor, begun.Error) : Sent(http, begun.Value.Content, begun.Value.ContentType, begun.Value.Name);
    }

    public async Task<IResult> ManifestAsync(HttpContext http, string id)
    {
        var actor = Actor.From(http.User);
        if (!PublicId.TryParse(id, out var export) || await manifest.FindAsync(export, actor, http.RequestAborted) is not { } json)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        return Results.File(json, MediaTypeNames.Application.Json, $"export-{export}.json");
    }

    private static IResult Sent(HttpContext http, Stream content, string contentType, string name)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Stream(content, contentType, name, enableRangeProcessing: false);
    }

    private async Task<IResult> RefusedAsync(HttpContext http, Actor actor, Error refusal)
    {
        if (refusal.Kind == ErrorKind.Forbidden)
        {
            await denials(actor, http.Request.Path);
        }

        return Results.StatusCode(refusal.Kind switch
        {
            ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
            ErrorKind.Unavailable => StatusCodes.Status410Gone,
            _ => StatusCodes.Status404NotFound,
        });
    }
}

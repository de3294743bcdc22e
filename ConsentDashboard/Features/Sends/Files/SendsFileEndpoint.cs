using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Http.Features;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary><c>POST /sends/files/{name}</c>: takes the file that a page awaits, and counts it as it comes in.</summary>
internal sealed class SendsFileEndpoint(AwaitedFiles<RecordSendsFile.Input, FileOutcome> uploads, RecordSendsFile record)
{
    public const int MaxBytes = 50 << 20;

    public async Task<IResult> PostAsync(HttpContext http, string name)
    {
        if (uploads.Take(name, Actor.From(http.User)) is not { } upload)
        {
            return Results.NotFound();
        }

        if (http.Request.ContentLength is null or > MaxBytes)
        {
            upload.Outcome = FileErrors.TooLarge;
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        upload.Outcome = await record.ExecuteAsync(upload.Input, http.Request.Body, upload.Actor, upload.Report, http.RequestAborted);
        return Results.NoContent();
    }
}

using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Http.Features;

namespace ConsentDashboard.Features.Reachability.Files;

/// <summary><c>POST /reachability/files/{name}</c>: takes the file that a page awaits. It is in memory while it is read, and nowhere else.</summary>
internal sealed class AnswerFileEndpoint(AwaitedFiles<RecordAnswerFile.Input, FileOutcome> files, RecordAnswerFile record)
{
    public const int MaxBytes = 50 << 20;

    // One at a time: whatever it holds, a file takes its size in memory.
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<IResult> PostAsync(HttpContext http, string name)
    {
        if (files.Take(name, Actor.From(http.User)) is not { } awaited)
        {
            return Results.NotFound();
        }

        if (http.Request.ContentLength is null or > MaxBytes)
        {
            awaited.Outcome = FileErrors.TooLarge;
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        await _turn.WaitAsync(http.RequestAborted);
        try
        {
            using var file = new MemoryStream((int)http.Request.ContentLength);
            if (!await ArrivesAsync(http, file))
            {
                awaited.Outcome = FileErrors.CutOff;
                return Results.StatusCode(StatusCodes.Status400BadRequest);
            }

            awaited.Outcome = await record.ExecuteAsync(awaited.Input, file, awaited.Actor, awaited.Report, http.RequestAborted);
            return Results.NoContent();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task<bool> ArrivesAsync(HttpContext http, MemoryStream file)
    {
        try
        {
            await http.Request.Body.CopyToAsync(file, http.RequestAborted);
            file.Position = 0;
            return file.Length == http.Request.ContentLength;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false;
        }
    }
}

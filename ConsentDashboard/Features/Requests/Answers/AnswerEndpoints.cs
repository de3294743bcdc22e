using System.Net.Mime;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Answers for people: streamed, kept by nothing on the way, and each download is one.</summary>
internal sealed class AnswerEndpoints(DownloadAnswer download)
{
    public Task<IResult> JsonAsync(HttpContext http, string id) => SendAsync(http, id, asPage: false);

    public Task<IResult> PageAsync(HttpContext http, string id) => SendAsync(http, id, asPage: true);

    private async Task<IResult> SendAsync(HttpContext http, string id, bool asPage)
    {
        http.Response.Headers.CacheControl = "no-store";
        var file = PublicId.TryParse(id, out var request) ? await download.ExecuteAsync(request, asPage, Actor.From(http.User), http.RequestAborted) : RequestErrors.NotFound;
        if (file.Failed)
        {
            return Results.StatusCode(file.Error == RequestErrors.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone);
        }

        return asPage
            ? Results.Stream(file.Value, $"{MediaTypeNames.Text.Html}; charset=utf-8", $"answer-{request}.html", enableRangeProcessing: false)
            : Results.Stream(file.Value, MediaTypeNames.Application.Json, $"answer-{request}.json", enableRangeProcessing: false);
    }
}

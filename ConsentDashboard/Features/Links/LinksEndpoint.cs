using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Links;

/// <summary><c>POST /api/v1/links</c>.</summary>
internal sealed class LinksEndpoint(MakeLinks make)
{
    private const int MaxBytes = 1 << 20;

    public async Task<IResult> PostAsync(HttpContext http)
    {
        if (await ApiBody.ReadAsync(http, MaxBytes) is not { } body)
        {
            return LinkErrors.TooLarge.ToResult();
        }

        var (request, malformed) = ApiBody.Parse<LinksRequest>(body, LinksRequest.Json);
        if (request is null)
        {
            return malformed!.ToResult();
        }

        var made = await make.ExecuteAsync(request, ApiAccess.Client(http.User)!, $"{http.Request.Scheme}://{http.Request.Host}", http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return made.Failed ? LinkErrors.Problem(made.Error).ToResult() : Results.Json(made.Value, LinksRequest.Json);
    }
}

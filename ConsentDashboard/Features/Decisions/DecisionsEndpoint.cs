using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Decisions;

/// <summary><c>POST /api/v1/decisions</c>.</summary>
internal sealed class DecisionsEndpoint(DecideNumbers decide)
{
    private const int MaxBytes = 1 << 20;

    public async Task<IResult> PostAsync(HttpContext http)
    {
        if (await ApiBody.ReadAsync(http, MaxBytes) is not { } body)
        {
            return DecisionErrors.TooLarge.ToResult();
        }

        var (request, malformed) = ApiBody.Parse<DecisionsRequest>(body, DecisionsJson.Default.Options);
        if (request is null)
        {
            return malformed!.ToResult();
        }

        var decided = await decide.ExecuteAsync(request, ApiAccess.Client(http.User)!, http.RequestAborted);

        // A kept answer would be wrong a second after somebody withdraws.
        http.Response.Headers.CacheControl = "no-store";
        return decided.Failed ? DecisionErrors.Problem(decided.Error).ToResult() : TypedResults.Json(decided.Value!, DecisionsJson.Default.DecisionsResponse);
    }
}

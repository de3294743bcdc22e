using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Sends.Activity;

/// <summary><c>POST /api/v1/activity</c>. It needs no idempotency key: only the latest time of a person remains.</summary>
internal sealed class ActivityEndpoint(ReportActivity report)
{
    private const int MaxBytes = 1 << 20;

    // No token: what has begun is recorded even if the caller hangs up.
    public async Task<IResult> PostAsync(HttpContext http)
    {
        if (await ApiBody.ReadAsync(http, MaxBytes) is not { } body)
        {
            return ActivityErrors.TooLarge.ToResult();
        }

        var (request, malformed) = ApiBody.Parse<ActivityRequest>(body, SendsRequest.Json);
        if (request is null)
        {
            return malformed!.ToResult();
        }

        var answer = await report.ExecuteAsync(request, ApiAccess.Client(http.User)!);
        return answer.Failed ? ActivityErrors.Problem(answer.Error).ToResult() : Results.Json(answer.Value, SendsRequest.Json);
    }

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/activity", (HttpContext http, ActivityEndpoint activity) => activity.PostAsync(http))
        .AddEndpointFilter<WhenAway>()
        .RequireAuthorization(ApiAccess.Policy(ApiScopes.ReportSends))
        .DisableAntiforgery()
        .WithName(ActivityDocument.Operation)
        .WithTags("Sends")
        .WithSummary("Tells of replies, clicks and calls of up to 10,000 people, so that their numbers are not cleaned as inactive")
        .Accepts<ActivityRequest>("application/json")
        .Produces<ActivityResponse>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}

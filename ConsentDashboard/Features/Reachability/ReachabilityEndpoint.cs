using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Reachability;

/// <summary><c>POST /api/v1/reachability</c>: the same key and body are recorded once and get the same answer.</summary>
internal sealed class ReachabilityEndpoint(ReportReachability report, IdempotentReplies replies)
{
    private const int MaxBytes = 1 << 20;
    private const string Json = "application/json; charset=utf-8";

    private static readonly SemaphoreSlim[] Turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<IResult> PostAsync(HttpContext http)
    {
        var client = ApiAccess.Client(http.User)!;
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > IdempotentReplies.MaxKey)
        {
            return ReachabilityErrors.NoIdempotencyKey.ToResult();
        }

        if (await ApiBody.ReadAsync(http, MaxBytes) is not { } body)
        {
            return ReachabilityErrors.TooLarge.ToResult();
        }

        var (request, malformed) = ApiBody.Parse<ReachabilityRequest>(body, ReachabilityRequest.Json);
        if (request is null)
        {
            return malformed!.ToResult();
        }

        // The same call side by side: the later ones wait for the answer of the first.
        var call = replies.Name(client.KeyId, key, body);
        var turn = Turns[(uint)call.Name.GetHashCode(StringComparison.Ordinal) % Turns.Length];
        await turn.WaitAsync(http.RequestAborted);
        try
        {
            return await AnswerAsync(request, client, call);
        }
        finally
        {
            turn.Release();
        }
    }

    // No token: what has begun is recorded even if the caller hangs up.
    private async Task<IResult> AnswerAsync(ReachabilityRequest request, ApiClient client, IdempotentCall call)
    {
        var found = await replies.FindAsync(call);
        if (found is { Status: > 0, IsSame: true })
        {
            return Results.Content(found.Body, Json, statusCode: found.Status);
        }

        if (report.Wrong(request) is { } wrong)
        {
            return ReachabilityErrors.Problem(wrong).ToResult();
        }

        if (found is null && !await replies.ClaimAsync(call))
        {
            found = await replies.FindAsync(call);
        }

        if (found is { IsSame: false })
        {
            return ReachabilityErrors.KeyReused.ToResult();
        }

        var answer = await report.ExecuteAsync(request, client, call);
        return answer.Failed ? ReachabilityErrors.Problem(answer.Error).ToResult() : Results.Content(answer.Value, Json);
    }
}

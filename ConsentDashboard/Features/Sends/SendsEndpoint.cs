using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Sends;

/// <summary><c>POST /api/v1/sends</c>: the same key and body are counted once and get the same answer.</summary>
internal sealed class SendsEndpoint(SendCheck check, ReportSends report, IdempotentReplies replies)
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
            return SendErrors.NoIdempotencyKey.ToResult();
        }

        if (await ApiBody.ReadAsync(http, MaxBytes) is not { } body)
        {
            return SendErrors.TooLarge.ToResult();
        }

        var (request, malformed) = ApiBody.Parse<SendsRequest>(body, SendsRequest.Json);
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

    // No token: what has begun is counted even if the caller hangs up.
    private async Task<IResult> AnswerAsync(SendsRequest request, ApiClient client, IdempotentCall call)
    {
        var found = await replies.FindAsync(call);
        if (found is { Status: > 0, IsSame: true })
        {
            return Results.Content(found.Body, Json, statusCode: found.Status);
        }

        var sends = await check.ExecuteAsync(request, client);
        if (sends.Failed)
        {
            return SendErrors.Problem(sends.Error).ToResult();
        }

        if (found is null && !await replies.ClaimAsync(call))
        {
            found = await replies.FindAsync(call);
        }

        if (found is { IsSame: false })
        {
            return SendErrors.KeyReused.ToResult();
        }

        var answer = await report.ExecuteAsync(sends.Value, client, call, found?.Body ?? "");
        return answer.Failed ? SendErrors.Problem(answer.Error).ToResult() : Results.Content(answer.Value, Json);
    }
}

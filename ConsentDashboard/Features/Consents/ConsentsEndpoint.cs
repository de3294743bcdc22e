using System.Text.Json;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Consents;

/// <summary><c>POST /api/v1/consents</c>: the same key and body get the same answer, however often they come.</summary>
internal sealed class ConsentsEndpoint(RecordConsent record, IdempotentReplies replies)
{
    private const int MaxBytes = 64 << 10;
    private static readonly SemaphoreSlim[] Turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    private const string Json = "application/json; charset=utf-8";

    public async Task<IResult> PostAsync(HttpContext http)
    {
        var client = ApiAccess.Client(http.User)!;
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > IdempotentReplies.MaxKey)
        {
            return ConsentProblems.NoIdempotencyKey.ToResult();
        }

        if (await ApiBody.ReadAsync(http, MaxBytes) is not { } body)
        {
            return ConsentProblems.TooLarge.ToResult();
        }

        var (request, malformed) = ApiBody.Parse<ConsentRequest>(body, ConsentRequest.Json);
        if (request is null)
        {
            return malformed!.ToResult();
        }

        var call = replies.Name(client.KeyId, key, body);
        if (request.DryRun)
        {
            var rehearsed = await record.ExecuteAsync(request, client, call.EventKey, http.RequestAborted);
            return rehearsed.Failed ? ConsentProblems.Of(rehearsed.Error).ToResult() : Results.Json(rehearsed.Value, ConsentRequest.Json);
        }

        // The same call side by side: the later ones wait for the answer of the first.
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

    private async Task<IResult> AnswerAsync(ConsentRequest request, ApiClient client, IdempotentCall call)
    {
        var found = await replies.FindAsync(call);
        var isClaimed = found is null && await replies.ClaimAsync(call);
        if (found is null && !isClaimed)
        {
            found = await replies.FindAsync(call);
        }

        return found switch
        {
            { IsSame: false } => ConsentProblems.KeyReused.ToResult(),
            { Status: > 0 } => Results.Content(found.Body, Json, statusCode: found.Status),

            // Under way in another process, or cut off between its event and its answer: the event's key is the same, so it
            // is one event.
            _ => await RecordAsync(request, client, call, isClaimed),
        };
    }

    // No token: what has been claimed is recorded even if the caller hangs up.
    private async Task<IResult> RecordAsync(ConsentRequest request, ApiClient client, IdempotentCall call, bool isClaimed)
    {
        var recorded = await record.ExecuteAsync(request, client, call.EventKey, CancellationToken.None);
        if (recorded.Failed)
        {
            if (isClaimed)
            {
                await replies.ReleaseAsync(call);
            }

            return ConsentProblems.Of(recorded.Error).ToResult();
        }

        var answer = JsonSerializer.Serialize(recorded.Value, ConsentRequest.Json);
        await replies.KeepAsync(call, StatusCodes.Status201Created, answer);
        return Results.Content(answer, Json, statusCode: StatusCodes.Status201Created);
    }
}

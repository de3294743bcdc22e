using System.Text.Json;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Consents;

/// <summary><c>POST /api/v1/consents</c>: the same key and body get the same answer, however often they come.</summary>
internal sealed class ConsentsEndpoint(RecordConsent record, IdempotentReplies replies)
{
    private const int MaxBytes = 64 << 10;

    private readonly IdempotentCalls<ConsentRequest> _calls = new(replies, new()
    {
        Json = ConsentRequest.Json,
        NoKey = ConsentProblems.NoIdempotencyKey,
        KeyReused = ConsentProblems.KeyReused,
        TooLarge = ConsentProblems.TooLarge,
        Problem = ConsentProblems.Of,
    });

    public async Task<IResult> PostAsync(HttpContext http)
    {
        var received = await ApiCall.ReadAsync(http, MaxBytes);
        var answer = await _calls.TakeAsync(received, (request, call) => request.DryRun ? RehearseAsync(request, call, received) : AnswerAsync(request, received.Client, call));
        return answer.ToResult();
    }

    private async Task<ApiAnswer> RehearseAsync(ConsentRequest request, IdempotentCall call, ApiCall received)
    {
        var rehearsed = await record.ExecuteAsync(request, received.Client, call.EventKey, received.Aborted);
        return rehearsed.Failed ? ConsentProblems.Of(rehearsed.Error) : new ApiAnswer(StatusCodes.Status200OK, JsonSerializer.Serialize(rehearsed.Value, ConsentRequest.Json));
    }

    private async Task<ApiAnswer> AnswerAsync(ConsentRequest request, ApiClient client, IdempotentCall call)
    {
        var found = await replies.FindAsync(call);
        var isClaimed = found is null && await replies.ClaimAsync(call);
        if (found is null && !isClaimed)
        {
            found = await replies.FindAsync(call);
        }

        return found switch
        {
            { IsSame: false } => (ApiAnswer)ConsentProblems.KeyReused,
            { Status: > 0 } => new(found.Status, found.Body),

            // Under way in another process, or cut off between its event and its answer: the event's key is the same, so it
            // is one event.
            _ => await RecordAsync(request, client, call, isClaimed),
        };
    }

    // No token: what has been claimed is recorded even if the caller hangs up.
    private async Task<ApiAnswer> RecordAsync(ConsentRequest request, ApiClient client, IdempotentCall call, bool isClaimed)
    {
        var recorded = await record.ExecuteAsync(request, client, call.EventKey, CancellationToken.None);
        if (recorded.Failed)
        {
            if (isClaimed)
            {
                await replies.ReleaseAsync(call);
            }

            return ConsentProblems.Of(recorded.Error);
        }

        var answer = JsonSerializer.Serialize(recorded.Value, ConsentRequest.Json);
        await replies.KeepAsync(call, StatusCodes.Status201Created, answer);
        return new(StatusCodes.Status201Created, answer);
    }
}

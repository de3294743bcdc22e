using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.Api;

/// <summary>What an interface says to a call that cannot be taken.</summary>
public sealed record IdempotentTerms
{
    /// <summary>Has to refuse properties that the request does not have.</summary>
    public required JsonSerializerOptions Json { get; init; }

    public required ApiProblem NoKey { get; init; }

    public required ApiProblem KeyReused { get; init; }

    public required ApiProblem TooLarge { get; init; }

    public required Func<Error, ApiProblem> Problem { get; init; }
}

/// <summary>Takes calls that their callers may send again: the same key and body are acted on once and get the same answer.</summary>
/// <typeparam name="TRequest">What a call holds.</typeparam>
public sealed class IdempotentCalls<TRequest>(IdempotentReplies replies, IdempotentTerms terms)
    where TRequest : class
{
    private const int Ok = 200;

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Reads the call and lets it be answered; the same call side by side waits for the answer of the first.</summary>
    public async Task<ApiAnswer> TakeAsync(ApiCall received, Func<TRequest, IdempotentCall, Task<ApiAnswer>> answer)
    {
        if (received.Key.Length is 0 or > IdempotentReplies.MaxKey)
        {
            return terms.NoKey;
        }

        if (received.Body is not { } body)
        {
            return terms.TooLarge;
        }

        var (request, malformed) = ApiBody.Parse<TRequest>(body, terms.Json);
        if (request is null)
        {
            return malformed!;
        }

        var call = replies.Name(received.Client.KeyId, received.Key, body);
        var turn = _turns[(uint)call.Name.GetHashCode(StringComparison.Ordinal) % _turns.Length];
        await turn.WaitAsync(received.Aborted);
        try
        {
            return await answer(request, call);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Answers a call that is acted on in parts. What has begun goes on even if the caller hangs up, and where it is cut off, the same call goes on with it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="check">What is wrong with the call as a whole: asked before its key is claimed, so that it may come mended under the same key.</param>
    /// <param name="act">Gets what was checked and how far the call had come, empty at first; returns the answer and keeps it.</param>
    public async Task<ApiAnswer> AnswerAsync<TChecked>(IdempotentCall call, Func<Task<Result<TChecked>>> check, Func<TChecked, string, Task<Result<string>>> act)
    {
        var found = await replies.FindAsync(call);
        if (found is { Status: > 0, IsSame: true })
        {
            return new(found.Status, found.Body);
        }

        var good = await check();
        if (good.Failed)
        {
            return terms.Problem(good.Error);
        }

        if (found is null && !await replies.ClaimAsync(call))
        {
            found = await replies.FindAsync(call);
        }

        if (found is { IsSame: false })
        {
            return terms.KeyReused;
        }

        var answer = await act(good.Value, found?.Body ?? "");
        return answer.Failed ? terms.Problem(answer.Error) : new ApiAnswer(Ok, answer.Value);
    }
}

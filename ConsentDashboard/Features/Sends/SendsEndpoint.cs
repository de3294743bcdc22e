using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Sends;

/// <summary><c>POST /api/v1/sends</c>: the same key and body are counted once and get the same answer.</summary>
internal sealed class SendsEndpoint(SendCheck check, ReportSends report, IdempotentReplies replies)
{
    private const int MaxBytes = 1 << 20;

    private readonly IdempotentCalls<SendsRequest> _calls = new(replies, new()
    {
        Json = SendsRequest.Json,
        NoKey = SendErrors.NoIdempotencyKey,
        KeyReused = SendErrors.KeyReused,
        TooLarge = SendErrors.TooLarge,
        Problem = SendErrors.Problem,
    });

    public async Task<IResult> PostAsync(HttpContext http)
    {
        var received = await ApiCall.ReadAsync(http, MaxBytes);
        var answer = await _calls.TakeAsync(received, (request, call) => _calls.AnswerAsync(
            call,
            () => check.ExecuteAsync(request, received.Client),
            (sends, noted) => report.ExecuteAsync(sends, received.Client, call, noted)));
        return answer.ToResult();
    }
}

using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Reachability;

/// <summary><c>POST /api/v1/reachability</c>: the same key and body are recorded once and get the same answer.</summary>
internal sealed class ReachabilityEndpoint(ReportReachability report, IdempotentReplies replies)
{
    private const int MaxBytes = 1 << 20;

    private readonly IdempotentCalls<ReachabilityRequest> _calls = new(replies, new()
    {
        Json = ReachabilityRequest.Json,
        NoKey = ReachabilityErrors.NoIdempotencyKey,
        KeyReused = ReachabilityErrors.KeyReused,
        TooLarge = ReachabilityErrors.TooLarge,
        Problem = ReachabilityErrors.Problem,
    });

    public async Task<IResult> PostAsync(HttpContext http)
    {
        var received = await ApiCall.ReadAsync(http, MaxBytes);
        var answer = await _calls.TakeAsync(received, (request, call) => _calls.AnswerAsync(
            call,
            () => Task.FromResult(report.Wrong(request) is { } wrong ? wrong : (Result<ReachabilityRequest>)request),
            (good, _) => report.ExecuteAsync(good, received.Client, call)));
        return answer.ToResult();
    }
}

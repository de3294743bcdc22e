using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Reachable;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Reachability;

/// <summary>Another system tells which numbers are dead or somebody else's. One number that is none refuses only itself.</summary>
internal sealed class ReportReachability(RecordReachability record, IdempotentReplies replies, AuditTrail audit, TimeProvider clock)
{
    public const int MaxNumbers = 10_000;

    /// <param name="request">What was told.</param>
    /// <param name="client">Who tells it.</param>
    /// <param name="call">The call, already claimed.</param>
    /// <returns>The answer to keep.</returns>
    public async Task<Result<string>> ExecuteAsync(ReachabilityRequest request, ApiClient client, IdempotentCall call)
    {
        List<NumberAnswer> answers = new(request.Numbers!.Count);
        List<ReachabilityError> errors = [];
        foreach (var (index, told) in request.Numbers.Index())
        {
            var number = NumberFormats.Parse(told?.Phone, request.Region);
            var status = StatusOf(told?.Status);
            if (number.Failed || status is null)
            {
                errors.Add(new(index, number.Failed ? ReachabilityErrors.InvalidNumber : ReachabilityErrors.UnknownStatus));
            }
            else
            {
                answers.Add(new(number.Value, status.Value));
            }
        }

        var sums = default(ReachabilitySums);
        var at = Min(ApiWords.TimeOf(request.ObservedAt)!.Value, clock.UtcMilliseconds());

        // The last that is said of a number counts, wherever in the call it stands: each slice records one event of her.
        foreach (var slice in answers.GroupBy(answer => answer.Number.Value, StringComparer.Ordinal).Select(same => same.Last()).Chunk(RecordReachability.Slice))
        {
            var recorded = await record.ExecuteAsync(slice, request.Source!.Trim(), at, client.Actor, call.EventKey, CancellationToken.None);
            if (recorded.Failed)
            {
                return recorded.Error;
            }

            sums += recorded.Value;
        }

        var details = JsonSerializer.Serialize(new { source = NumbersInText.Mask(request.Source!.Trim()), changed = sums.Changed, unchanged = sums.Unchanged, unknown = sums.Unknown, notUnderstood = errors.Count });
        await audit.RecordAsync(new(client.Actor, AuditAction.ReachabilityRecorded, Details: details));
        var answer = JsonSerializer.Serialize(new ReachabilityResponse(sums.Changed, sums.Unchanged, sums.Unknown, errors), ReachabilityRequest.Json);
        await replies.KeepAsync(call, StatusCodes.Status200OK, answer);
        return answer;
    }

    /// <summary>What is wrong with the call as a whole.</summary>
    public Error? Wrong(ReachabilityRequest request) => request switch
    {
        _ when (request.Source?.Trim() ?? "") is { Length: 0 or > RecordReachability.MaxSource } => ReachabilityErrors.NoSource,
        _ when ApiWords.TimeOf(request.ObservedAt) is null => ReachabilityErrors.BadTime,
        _ when ApiWords.TimeOf(request.ObservedAt) > clock.UtcMilliseconds().AddDays(1) => ReachabilityErrors.InTheFuture,
        { Numbers: null or { Count: 0 } } => ReachabilityErrors.NoNumbers,
        { Numbers.Count: > MaxNumbers } => ReachabilityErrors.TooMany,
        { Region: { } region } when !NumberFormats.IsKnownRegion(region) => ReachabilityErrors.UnknownRegion,
        _ => null,
    };

    private static ReachabilityStatus? StatusOf(string? word) => word switch
    {
        "live" => ReachabilityStatus.Live,
        "dead" => ReachabilityStatus.Dead,
        "reassigned" => ReachabilityStatus.Reassigned,
        _ => null,
    };

    private static DateTime Min(DateTime one, DateTime other) => one < other ? one : other;
}

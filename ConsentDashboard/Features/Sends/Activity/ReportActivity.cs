using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Sends.Activity;

/// <summary>Another system tells of replies, clicks and calls. One that is not understood refuses only itself; told twice changes nothing.</summary>
internal sealed class ReportActivity(RecordActivity record, LedgerWriter ledger, TimeProvider clock)
{
    public const int MaxActivities = 10_000;

    private static readonly IReadOnlyList<string> Kinds = ["click", "call", "reply"];

    /// <param name="request">What was told.</param>
    /// <param name="client">Who tells it.</param>
    public async Task<Result<ActivityResponse>> ExecuteAsync(ActivityRequest request, ApiClient client)
    {
        if (Wrong(request) is { } wrong)
        {
            return wrong;
        }

        List<NumberActivity> activities = new(request.Activities!.Count);
        List<ActivityError> errors = [];
        var kinds = Kinds.ToDictionary(kind => kind, _ => 0, StringComparer.Ordinal);
        var now = clock.UtcMilliseconds();
        foreach (var (index, told) in request.Activities.Index())
        {
            var number = NumberFormats.Parse(told?.Phone, request.Region);
            var at = ApiWords.TimeOf(told?.OccurredAt);
            if (ErrorOf(number, told?.Kind, at, now) is { } error)
            {
                errors.Add(new(index, error));
                continue;
            }

            activities.Add(new(number.Value, at!.Value));
            kinds[told!.Kind!]++;
        }

        // The same number in two slices would be counted twice.
        List<NumberActivity> latest = [.. activities.GroupBy(one => one.Number.Value, StringComparer.Ordinal).Select(same => same.MaxBy(one => one.At))];
        var (known, recorded, refusal) = await RecordAsync(latest);
        if (refusal is not null && recorded == 0)
        {
            return refusal;
        }

        // Also where it was broken off in the middle: what is written is answered for.
        var details = JsonSerializer.Serialize(new { known, unknown = recorded - known, kinds, notUnderstood = errors.Count });
        var entry = await ledger.ChangeAsync(new(client.Actor, AuditAction.ActivityRecorded, Details: details), _ => Task.FromResult(true));
        return (refusal ?? entry.Error) is { } failed ? failed : new ActivityResponse(known, recorded - known, errors);
    }

    private async Task<(int Known, int Told, Error? Refusal)> RecordAsync(List<NumberActivity> latest)
    {
        var (known, told) = (0, 0);
        foreach (var slice in latest.Chunk(RecordActivity.Slice))
        {
            var recorded = await record.OfNumbersAsync(slice);
            if (recorded.Failed)
            {
                return (known, told, recorded.Error);
            }

            (known, told) = (known + recorded.Value, told + slice.Length);
        }

        return (known, told, null);
    }

    private static Error? Wrong(ActivityRequest request) => request switch
    {
        { Activities: null or { Count: 0 } } => ActivityErrors.NoActivities,
        { Activities.Count: > MaxActivities } => ActivityErrors.TooMany,
        { Region: { } region } when !NumberFormats.IsKnownRegion(region) => ActivityErrors.UnknownRegion,
        _ => null,
    };

    private static string? ErrorOf(Result<E164Number> number, string? kind, DateTime? at, DateTime now) => (number, kind, at) switch
    {
        ({ Failed: true }, _, _) => ActivityErrors.InvalidNumber,
        (_, null, _) => ActivityErrors.UnknownKind,
        _ when !Kinds.Contains(kind) => ActivityErrors.UnknownKind,
        (_, _, null) => ActivityErrors.InvalidTime,
        _ when at > now.AddDays(1) => ActivityErrors.InTheFuture,
        _ => null,
    };
}

using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace ConsentDashboard.Features.Hooks;

/// <summary>
/// Requests that proved nothing, counted by source since the start. Whoever sends many is told to stop; a good request is
/// never limited, whatever else comes from the same address, because it may be somebody's STOP.
/// </summary>
public sealed partial class RefusedHooks(HooksOptions options, ILogger<RefusedHooks> log) : IDisposable
{
    private const int MostSources = 100;

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.OrdinalIgnoreCase);
    private readonly PartitionedRateLimiter<string> _byAddress = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetSlidingWindowLimiter(
        address, _ => new() { PermitLimit = options.RefusedPerAddressPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 }));

    public long CountOf(string source) => _counts.GetValueOrDefault(source);

    /// <summary>Counts a request that proved nothing, and answers it without a word: what is wrong would help whoever guesses.</summary>
    /// <param name="status">403, or 404 where there is no such gateway; 429 once too many came from there.</param>
    public void Refuse(HttpContext http, string source, int status = StatusCodes.Status403Forbidden)
    {
        using var lease = _byAddress.AttemptAcquire(AddressOf(http));
        http.Response.StatusCode = lease.IsAcquired ? status : StatusCodes.Status429TooManyRequests;

        // The name stands in the address and anybody can invent any number of them.
        var count = _counts.Count < MostSources || _counts.ContainsKey(source) ? _counts.AddOrUpdate(source, 1, (_, before) => before + 1) : 0;
        if (count is 1 or 10 || (count > 0 && count % 100 == 0))
        {
            Refused(count);
        }
    }

    public void Dispose() => _byAddress.Dispose();

    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    [LoggerMessage(LogLevel.Warning, "Requests to one of the reply hooks had no good signature; {Count} so far. Check the gateway's secret and Web:PublicBaseUrl.")]
    private partial void Refused(long count);
}

using System.Threading.RateLimiting;

namespace ConsentDashboard.Operations.Api;

/// <summary>How often other systems may call: by address before anything is looked up, and by key once it is known.</summary>
public sealed class ApiLimits(ApiOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _byAddress = PerMinute<string>(options.PerAddressPerMinute);
    private readonly PartitionedRateLimiter<long> _byKey = PerMinute<long>(options.PerKeyPerMinute);

    public bool TakeByAddress(string address)
    {
        using var lease = _byAddress.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    public bool TakeByKey(long keyId)
    {
        using var lease = _byKey.AttemptAcquire(keyId);
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        _byAddress.Dispose();
        _byKey.Dispose();
    }

    private static PartitionedRateLimiter<T> PerMinute<T>(int calls)
        where T : notnull => PartitionedRateLimiter.Create<T, T>(who => RateLimitPartition.GetSlidingWindowLimiter(
            who, _ => new() { PermitLimit = calls, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 }));
}

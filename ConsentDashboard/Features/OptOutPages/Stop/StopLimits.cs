using System.Net;
using System.Threading.RateLimiting;
using ConsentDashboard.Operations.OptOut;

namespace ConsentDashboard.Features.OptOutPages.Stop;

/// <summary>How often one address may send the form in. It is its own limiter, because whoever meets the limit is told where else she can turn.</summary>
internal sealed class StopLimits(StopOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress?> _byAddress = PartitionedRateLimiter.Create<IPAddress?, string>(address => RateLimitPartition.GetSlidingWindowLimiter(
        Origins.NetworkOf(address), _ => new() { PermitLimit = options.PerAddressPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 }));

    public bool Take(IPAddress? address)
    {
        using var lease = _byAddress.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    public void Dispose() => _byAddress.Dispose();
}

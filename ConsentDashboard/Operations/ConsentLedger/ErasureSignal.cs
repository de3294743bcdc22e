using System.Threading.Channels;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// Lets an upkeep that takes files from the disk wait for its next turn or for an erasure, whichever comes first. Of
/// erasures in another process it does not hear: that process has an upkeep too, and each turn finds what was missed.
/// </summary>
internal sealed class ErasureSignal : IDisposable
{
    // A run erases many slices a second: one turn is for all of them.
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly IDisposable _following;
    private readonly TimeProvider _clock;

    public ErasureSignal(LedgerFeed feed, TimeProvider clock)
    {
        _clock = clock;
        _following = feed.Subscribe(news =>
        {
            if (news.HasErasures)
            {
                _news.Writer.TryWrite(true);
            }
        });
    }

    public async Task WaitAsync(TimeSpan pause, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var heard = _news.Reader.ReadAsync(waiting.Token).AsTask();
        var first = await Task.WhenAny(heard, Task.Delay(pause, _clock, waiting.Token));
        await waiting.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        if (first == heard)
        {
            await Task.Delay(Gathering, _clock, cancellation);
        }
    }

    public void Dispose() => _following.Dispose();
}

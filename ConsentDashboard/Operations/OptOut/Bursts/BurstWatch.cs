using System.Threading.Channels;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.OptOut.Bursts;

/// <summary>Looks for bursts after each commit of this process, at most once a second, and every ten seconds for what others recorded.</summary>
internal sealed partial class BurstWatch(BurstFinder finder, LedgerFeed feed, TimeProvider clock, ILogger<BurstWatch> log) : BackgroundService
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OtherProcesses = TimeSpan.FromSeconds(10);

    // What was recorded while no process of ours watched.
    private static readonly TimeSpan AtStart = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var following = feed.Subscribe(_ => news.Writer.TryWrite(true));
        var since = clock.UtcMilliseconds() - AtStart;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var now = clock.UtcMilliseconds();
                if (await finder.LookAsync(since, stoppingToken) > 0)
                {
                    // Screens that show the burst read again; whose withdrawals it holds is not said.
                    feed.Announce(new(feed.Latest, new HashSet<long>()));
                }

                since = now;
                await WaitAsync(news.Reader, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Failed(e);
                await Task.Delay(OtherProcesses, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WaitAsync(ChannelReader<bool> news, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var heard = news.WaitToReadAsync(waiting.Token).AsTask();
        await Task.WhenAny(heard, Task.Delay(OtherProcesses, clock, waiting.Token));
        await waiting.CancelAsync();
        await Task.Delay(Settling, clock, cancellation);
        news.TryRead(out _);
    }

    [LoggerMessage(LogLevel.Warning, "Bursts of withdrawals could not be looked for; it is tried again in a few seconds.")]
    private partial void Failed(Exception exception);
}

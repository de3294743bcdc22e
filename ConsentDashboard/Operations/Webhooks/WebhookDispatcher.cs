using System.Threading.Channels;
using ConsentDashboard.Data;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>
/// Tells other systems of consent changes, at least once and in order for each person. Receivers are served apart: one that
/// hangs delays nobody else's messages.
/// </summary>
internal sealed class WebhookDispatcher(
    IDbContextFactory<DashboardDbContext> contexts,
    EndpointDeliveries deliveries,
    OutboxFeed feed,
    LedgerFeed ledger,
    TimeProvider clock,
    ILogger<WebhookDispatcher> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<long, Task> _running = [];

    /// <summary>Sends whatever is due, and what becomes due behind it in its lane.</summary>
    /// <returns>How many messages were settled.</returns>
    public async Task<int> DispatchAsync(CancellationToken stopping = default) =>
        (await Task.WhenAll((await ActiveAsync(stopping)).Select(id => deliveries.RunAsync(id, stopping)))).Sum();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var following = ledger.Subscribe(news => Wake(news.HasOutgoing));
        using var woken = feed.OnWake(() => Wake(true));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartServingAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("The webhooks could not be read: {Reason}; it is tried again", e.GetType().Name);
            }

            await WaitAsync(stoppingToken);
        }

        // What has begun is finished: the receiver may have taken the message, and an answer comes within the timeout.
        await Task.WhenAll(_running.Values);
    }

    private async Task StartServingAsync(CancellationToken stopping)
    {
        foreach (var id in await ActiveAsync(stopping))
        {
            if (!_running.TryGetValue(id, out var running) || running.IsCompleted)
            {
                _running[id] = Task.Run(() => ServeAsync(id, stopping), CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(long id, CancellationToken stopping)
    {
        try
        {
            // What came while the last of it was under way has not been looked for.
            Wake(await deliveries.RunAsync(id, stopping) > 0);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "A webhook could not be served; it is tried again");
        }
    }

    private async Task<List<long>> ActiveAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.WebhookEndpoints.Where(e => e.IsActive).Select(e => e.Id).ToListAsync(cancellation);
    }

    private void Wake(bool isDue)
    {
        if (isDue)
        {
            _news.Writer.TryWrite(true);
        }
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var ours = _news.Reader.ReadAsync(waiting.Token).AsTask();
        await Task.WhenAny(ours, Task.Delay(Poll, clock, waiting.Token));
        await waiting.CancelAsync();
    }
}

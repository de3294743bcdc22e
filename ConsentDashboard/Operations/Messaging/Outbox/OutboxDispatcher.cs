using System.Threading.Channels;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.Messaging.Outbox;

/// <summary>
/// Sends what waits in the outbox, at least once: a process that dies between sending and noting it leaves the message to
/// be sent again when its claim ends, with the same key. In one lane a message leaves only after the one before it.
/// </summary>
public sealed class OutboxDispatcher(
    OutboxClaims claims,
    OutgoingTexts texts,
    OutboxSweep sweep,
    OutboxBacklog backlog,
    OutboxFeed feed,
    LedgerFeed ledger,
    IEnumerable<IMessageSender> senders,
    MessagesOptions options,
    TimeProvider clock,
    ILogger<OutboxDispatcher> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private readonly IMessageSender? _sender = senders.FirstOrDefault();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private DateTime _sweepAt = Times.NotYet;
    private int _isRefused;
    private bool _hasWarned;

    /// <summary>Sends whatever is due, and what becomes due behind it in its lane. What has begun is finished when stopping.</summary>
    /// <returns>How many messages were settled: delivered, put off or given up.</returns>
    public async Task<int> DispatchAsync(CancellationToken stopping = default)
    {
        if (_sender is null)
        {
            return 0;
        }

        List<Task<Settlement>> running = [];
        var (settled, hasMore) = (0, true);
        try
        {
            while (true)
            {
                // Claimed by the half, so that messages share the writes of claiming and noting.
                if (hasMore && running.Count <= options.Parallel / 2 && !stopping.IsCancellationRequested)
                {
                    var claimed = await claims.ClaimAsync(options.Parallel - running.Count);
                    hasMore = claimed.Count > 0;
                    running.AddRange((await texts.OpenAsync(claimed, _sender)).Select(SendAsync));
                }

                if (running.Count == 0)
                {
                    return settled;
                }

                await Task.WhenAny(running);
                var ended = running.FindAll(send => send.IsCompleted);
                running.RemoveAll(ended.Contains);
                await claims.SettleAsync([.. ended.Select(send => send.Result)]);
                (settled, hasMore) = (settled + ended.Count, true);
                feed.Announce();
            }
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var following = ledger.Subscribe(news => Wake(news.HasOutgoing));
        using var woken = feed.OnWake(() => Wake(true));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
                await DispatchAsync(stoppingToken);
                await WarnAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "The outbox could not be worked on; it is tried again");
                await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Not cancelled when stopping: the gateway may have taken the message, and an answer comes within the timeout.
    private async Task<Settlement> SendAsync(Outgoing message)
    {
        SendOutcome outcome;
        try
        {
            outcome = message.Text is { } text ? await _sender!.SendAsync(text, CancellationToken.None) : message.Instead!;
        }
        catch (Exception e)
        {
            // The exception's own words may hold the number.
            log.LogError("Sending {Key} failed with {Reason}", message.Row.MessageKey, e.GetType().Name);
            outcome = new SendOutcome.Retry(new(FailureKind.Unreachable));
        }

        Tell(message, outcome);
        return Settlement.Of(message.Row, outcome, options.MaxTries, message.EndsAt, clock.UtcMilliseconds());
    }

    private void Tell(Outgoing message, SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Accepted accepted:
                Interlocked.Exchange(ref _isRefused, 0);
                log.LogDebug("The gateway took {Key} as {ProviderId}", message.Row.MessageKey, accepted.ProviderId);
                break;
            case SendOutcome.Retry { Failure.Kind: FailureKind.WrongCredentials } when Interlocked.Exchange(ref _isRefused, 1) == 0:
                log.LogError("The message gateway does not accept the credentials: messages wait. Check the settings of Messages:{Gateway}", options.Gateway);
                break;
            case SendOutcome.Retry retry:
                log.LogDebug("The message {Key} did not leave: {Reason}", message.Row.MessageKey, retry.Failure.Kind);
                break;
            case SendOutcome.Refused refused:
                log.LogWarning("The message {Key} is given up: {Reason}", message.Row.MessageKey, refused.Failure.Kind);
                break;
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        var now = clock.UtcMilliseconds();
        if (now >= _sweepAt)
        {
            await sweep.SweepAsync(stopping);
            _sweepAt = now + SweepEvery;
        }
    }

    private async Task WarnAsync(CancellationToken stopping)
    {
        if (!_hasWarned && _sender is null && await backlog.IsStuckAsync(stopping))
        {
            log.LogWarning("Messages wait to be sent and no gateway is set up, so nobody can confirm by code. Set Messages:Gateway");
            _hasWarned = true;
        }
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
        stopping.ThrowIfCancellationRequested();
    }
}

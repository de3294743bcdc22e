using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging.Outbox;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>Tells an open page that the outbox or the ledger moved; messages leave several at a time, and are heard of together.</summary>
public sealed class WebhookFollowing(OutboxFeed outbox, LedgerFeed ledger, TimeProvider clock)
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    /// <returns>Ends by being disposed.</returns>
    public IDisposable Start(Func<Task> refresh, CancellationToken leaving) => new Follower(outbox, ledger, clock, refresh, leaving);

    private sealed class Follower : IDisposable
    {
        private readonly IDisposable _outbox;
        private readonly IDisposable _ledger;
        private readonly TimeProvider _clock;
        private readonly Func<Task> _refresh;
        private readonly CancellationToken _leaving;
        private int _isDue;

        public Follower(OutboxFeed outbox, LedgerFeed ledger, TimeProvider clock, Func<Task> refresh, CancellationToken leaving)
        {
            (_clock, _refresh, _leaving) = (clock, refresh, leaving);
            _outbox = outbox.Subscribe(Hear);
            _ledger = ledger.Subscribe(_ => Hear());
        }

        public void Dispose()
        {
            _outbox.Dispose();
            _ledger.Dispose();
        }

        private void Hear()
        {
            if (Interlocked.Exchange(ref _isDue, 1) == 0)
            {
                _ = RefreshAsync();
            }
        }

        private async Task RefreshAsync()
        {
            try
            {
                await Task.Delay(Gathering, _clock, _leaving);
                Interlocked.Exchange(ref _isDue, 0);
                await _refresh();
            }
            catch (Exception) when (_leaving.IsCancellationRequested)
            {
                // The page is gone.
            }
        }
    }
}

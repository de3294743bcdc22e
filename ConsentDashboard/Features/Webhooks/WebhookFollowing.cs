using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging.Outbox;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>Tells an open page that the outbox or the ledger moved.</summary>
public sealed class WebhookFollowing(OutboxFeed outbox, LedgerFeed ledger)
{
    /// <returns>Ends by being disposed.</returns>
    public IDisposable Start(Action hear) => new Both(outbox.Subscribe(hear), ledger.Subscribe(_ => hear()));

    private sealed record Both(IDisposable Outbox, IDisposable Ledger) : IDisposable
    {
        public void Dispose()
        {
            Outbox.Dispose();
            Ledger.Dispose();
        }
    }
}

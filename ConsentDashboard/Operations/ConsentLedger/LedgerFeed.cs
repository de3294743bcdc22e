using System.Collections.Immutable;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>A commit that live screens may want to follow.</summary>
/// <param name="BatchSeq">The newest batch.</param>
/// <param name="Subscribers">Whose events it holds; empty where it is not known (a batch of another process is read back), and then everybody may have changed.</param>
/// <param name="HasOutgoing">It left something in the outbox; not known of a batch of another process.</param>
/// <param name="HasErasures">Somebody was erased by it; not known of a batch of another process.</param>
public sealed record LedgerNews(long BatchSeq, IReadOnlySet<long> Subscribers, bool HasOutgoing = false, bool HasErasures = false);

/// <summary>Tells live screens in this process of new batches; subscriptions end by being disposed.</summary>
public sealed class LedgerFeed
{
    private ImmutableList<Action<LedgerNews>> _listeners = [];
    private long _latest;

    /// <summary>The newest batch that was announced here.</summary>
    public long Latest => Interlocked.Read(ref _latest);

    public IDisposable Subscribe(Action<LedgerNews> listener)
    {
        var heard = Listeners.InOwnContext(listener);
        ImmutableInterlocked.Update(ref _listeners, list => list.Add(heard));
        return new Subscription(this, heard);
    }

    internal void Announce(LedgerNews news)
    {
        // Two announcements may cross; the newest batch is what counts.
        long seen;
        while ((seen = Interlocked.Read(ref _latest)) < news.BatchSeq && Interlocked.CompareExchange(ref _latest, news.BatchSeq, seen) != seen)
        {
        }

        foreach (var listener in _listeners)
        {
            listener(news);
        }
    }

    private sealed class Subscription(LedgerFeed feed, Action<LedgerNews> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref feed._listeners, list => list.Remove(listener));
    }
}

using System.Collections.Immutable;

namespace ConsentDashboard.Operations.Messaging.Outbox;

/// <summary>Tells this process that messages have been sent, given up or put off, and wakes the dispatcher.</summary>
public sealed class OutboxFeed
{
    private ImmutableList<Action> _changed = [];
    private ImmutableList<Action> _woken = [];

    /// <returns>Ends by being disposed.</returns>
    public IDisposable Subscribe(Action listener) => Add(ref _changed, listener, l => ImmutableInterlocked.Update(ref _changed, list => list.Remove(l)));

    internal IDisposable OnWake(Action listener) => Add(ref _woken, listener, l => ImmutableInterlocked.Update(ref _woken, list => list.Remove(l)));

    /// <summary>Something has become due sooner than it was.</summary>
    public void Wake()
    {
        foreach (var listener in _woken)
        {
            listener();
        }
    }

    internal void Announce()
    {
        foreach (var listener in _changed)
        {
            listener();
        }
    }

    private static Subscription Add(ref ImmutableList<Action> list, Action listener, Action<Action> remove)
    {
        ImmutableInterlocked.Update(ref list, l => l.Add(listener));
        return new(() => remove(listener));
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

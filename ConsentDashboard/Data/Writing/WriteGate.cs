namespace ConsentDashboard.Data.Writing;

/// <summary>Lower goes first.</summary>
public enum WritePriority
{
    Withdrawal = 0,
    Act = 1,
    Bulk = 2,
}

/// <summary>
/// All writes of a process pass here, one at a time, withdrawals first: SQLite has one writer, and a person who says
/// STOP must not stand behind an import. Bulk work enters once a slice.
/// </summary>
public sealed class WriteGate
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<IDisposable>>[] _waiting = [new(), new(), new()];
    private bool _taken;

    /// <returns>The right to write; dispose it to let the next in.</returns>
    public Task<IDisposable> EnterAsync(WritePriority priority, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_taken)
            {
                _taken = true;
                return Task.FromResult<IDisposable>(new Turn(this));
            }

            var waiter = new TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[(int)priority].Enqueue(waiter);
            if (cancellation.CanBeCanceled)
            {
                var registration = cancellation.Register(() => waiter.TrySetCanceled(cancellation));
                _ = waiter.Task.ContinueWith(_ => registration.Dispose(), TaskScheduler.Default);
            }

            return waiter.Task;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            foreach (var queue in _waiting)
            {
                while (queue.TryDequeue(out var next))
                {
                    if (next.TrySetResult(new Turn(this)))
                    {
                        return;
                    }
                }
            }

            _taken = false;
        }
    }

    private sealed class Turn(WriteGate gate) : IDisposable
    {
        private WriteGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave();
    }
}

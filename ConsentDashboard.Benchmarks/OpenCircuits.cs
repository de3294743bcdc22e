using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ConsentDashboard.Benchmarks;

/// <summary>How many pages the server holds.</summary>
internal sealed class OpenCircuits : CircuitHandler
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _count);
        return Task.CompletedTask;
    }

    /// <exception cref="TimeoutException">It is another number after ten seconds.</exception>
    public async Task WaitForAsync(int expected)
    {
        for (var waited = 0; Count != expected; waited++)
        {
            if (waited == 100)
            {
                throw new TimeoutException($"{Count} pages are open, not {expected}.");
            }

            await Task.Delay(100);
        }
    }
}

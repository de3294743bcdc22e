using ConsentDashboard.Components.States;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Components;

/// <summary>What every page of the dashboard needs: a token that ends with the page, one busy flag, reads of which the newest wins.</summary>
public abstract class DashboardComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _leaving = new();
    private CancellationTokenSource? _reading;
    private bool _isAwaited;
    private int _isDue;

    protected DashboardComponent() => Leaving = _leaving.Token;

    [Inject]
    protected CurrentActor Actors { get; set; } = null!;

    [Inject]
    private RecordDenial RecordDenial { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>Cancelled when the page goes. Reads take it; a write, once validated, runs to its end.</summary>
    protected CancellationToken Leaving { get; }

    /// <summary>An action of the user is under way; a second one is ignored until it ends.</summary>
    protected bool Busy { get; private set; }

    protected ReadState Reading { get; private set; } = ReadState.First;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs an action of the user. Expected refusals are values; anything else goes to the boundary.</summary>
    protected async Task RunAsync(Func<Task> action)
    {
        if (Busy)
        {
            return;
        }

        Busy = true;
        try
        {
            await action();
        }
        catch (Exception) when (Leaving.IsCancellationRequested)
        {
            // After our own cancellation any exception is cancellation: SqlClient reports it as SqlException (dotnet/SqlClient#26).
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>Reads what the page shows. A later read cancels an earlier one, whose answer is then never shown.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="show">Shows what was read.</param>
    /// <param name="quietly">Nobody asked for it: where it fails, what is shown stays, with whatever is being typed into it.</param>
    /// <returns>Whether its answer is shown; false: it failed, or another came after it.</returns>
    protected async Task<bool> ReadAsync<T>(Func<CancellationToken, Task<T>> read, Action<T> show, bool quietly = false)
    {
        // Taken over before anything is awaited: of two that come while a third is being cancelled, one must find the other.
        var former = _reading;
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(Leaving);
        _reading = mine;

        // Whoever asked still waits where a read by itself takes over from hers.
        _isAwaited |= !quietly;
        var hadContent = Reading.HasContent;
        Reading = Reading.Again();
        try
        {
            if (former is not null)
            {
                await former.CancelAsync();
            }

            mine.Token.ThrowIfCancellationRequested();
            var answer = await read(mine.Token);
            if (!mine.IsCancellationRequested)
            {
                show(answer);
                (Reading, _isAwaited) = (ReadState.Shown, false);
                return true;
            }
        }
        catch (Exception) when (mine.IsCancellationRequested)
        {
            // Superseded, or the page is gone.
        }
        catch (ForbiddenException e)
        {
            Reading = ReadState.Forbidden;
            await RecordDenial(await Actors.CurrentAsync(), e.Permission);
        }
        catch (Exception e)
        {
            var reference = Incident.Log(Loggers.CreateLogger(GetType()), e);
            Reading = hadContent && !_isAwaited ? ReadState.Shown : ReadState.Failed(reference);
            _isAwaited = false;
        }
        finally
        {
            if (ReferenceEquals(_reading, mine))
            {
                _reading = null;
            }
        }

        return false;
    }

    /// <summary>
    /// Reads again soon after something was announced, on whichever thread. Under load many batches a second are announced: they
    /// are one read, and it breaks off none that is under way.
    /// </summary>
    protected void ReadSoon(Func<Task> read)
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
        {
            _ = InvokeAsync(() => GatherAsync(read));
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _leaving.Cancel();
            _leaving.Dispose();
        }
    }

    private async Task GatherAsync(Func<Task> read)
    {
        try
        {
            do
            {
                await Task.Delay(Gathering, Time, Leaving);
            }
            while (Reading.IsRunning);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Interlocked.Exchange(ref _isDue, 0);
        await read();
        StateHasChanged();
    }
}

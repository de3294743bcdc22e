using ConsentDashboard.Components.States;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Components;

/// <summary>What every page of the dashboard needs: a token that ends with the page, one busy flag, reads of which the newest wins.</summary>
public abstract class DashboardComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private CancellationTokenSource? _reading;

    protected DashboardComponent() => Leaving = _leaving.Token;

    [Inject]
    protected CurrentActor Actors { get; set; } = null!;

    [Inject]
    private RecordDenial RecordDenial { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

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
    protected async Task ReadAsync<T>(Func<CancellationToken, Task<T>> read, Action<T> show)
    {
        if (_reading is not null)
        {
            await _reading.CancelAsync();
        }

        using var mine = CancellationTokenSource.CreateLinkedTokenSource(Leaving);
        _reading = mine;
        Reading = Reading.Again();
        try
        {
            var answer = await read(mine.Token);
            if (!mine.IsCancellationRequested)
            {
                show(answer);
                Reading = ReadState.Shown;
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
            Reading = ReadState.Failed(Incident.Log(Loggers.CreateLogger(GetType()), e));
        }
        finally
        {
            if (ReferenceEquals(_reading, mine))
            {
                _reading = null;
            }
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
}

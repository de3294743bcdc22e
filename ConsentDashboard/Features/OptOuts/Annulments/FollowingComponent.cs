using ConsentDashboard.Components;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>Reads again when something was recorded.</summary>
public abstract class FollowingComponent : DashboardComponent
{
    // Under load many batches a second are announced, and every open page would read for each.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private IDisposable? _following;
    private int _isDue;

    [Inject]
    private LedgerFeed Feed { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    protected override void OnInitialized() => _following = Feed.Subscribe(_ => Follow());

    protected abstract Task ReadAsync();

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private void Follow()
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
        {
            _ = InvokeAsync(RefreshAsync);
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            await Task.Delay(Gathering, Clock, Leaving);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Interlocked.Exchange(ref _isDue, 0);
        await ReadAsync();
        StateHasChanged();
    }
}

using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Components;

/// <summary>A page that goes along with work in the background: that of this process by what it announces, that of others by reading again.</summary>
/// <typeparam name="TNews">What is announced.</typeparam>
public abstract class FollowingComponent<TNews> : DashboardComponent
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private IDisposable? _following;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <summary>Something shown is still under way.</summary>
    protected abstract bool IsUnderWay { get; }

    protected override void OnInitialized()
    {
        _following = Subscribe(news => _ = InvokeAsync(() => HearAsync(news)));
        _ = InvokeAsync(FollowAsync);
    }

    protected abstract IDisposable Subscribe(Action<TNews> hear);

    protected abstract Task ReadAsync(bool quietly = false);

    /// <returns>Whether it was enough to change what is shown; false: read again.</returns>
    protected abstract bool Show(TNews news);

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private async Task HearAsync(TNews news)
    {
        if (Leaving.IsCancellationRequested)
        {
            return;
        }

        if (!Show(news))
        {
            await ReadAsync(quietly: true);
        }

        StateHasChanged();
    }

    private async Task FollowAsync()
    {
        while (!Leaving.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, Clock, Leaving);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (IsUnderWay && !Reading.IsRunning)
            {
                await ReadAsync(quietly: true);
                StateHasChanged();
            }
        }
    }
}

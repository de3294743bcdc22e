using ConsentDashboard.Components;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Jobs;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.Imports;

/// <summary>A page that goes along with imports: those of this process by what they announce, those of others by reading again.</summary>
public abstract class FollowingImports : DashboardComponent
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private IDisposable? _following;

    [Inject]
    private JobFeed<ImportBatch> Feed { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <summary>Something shown is still under way.</summary>
    protected abstract bool IsUnderWay { get; }

    protected override void OnInitialized()
    {
        _following = Feed.Subscribe(news => _ = InvokeAsync(() => HearAsync(news)));
        _ = InvokeAsync(FollowAsync);
    }

    protected abstract Task ReadAsync();

    /// <returns>Whether it was enough to change what is shown; false: read again.</returns>
    protected abstract bool Show(JobNews news);

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private async Task HearAsync(JobNews news)
    {
        if (Leaving.IsCancellationRequested)
        {
            return;
        }

        if (!Show(news))
        {
            await ReadAsync();
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

            if (IsUnderWay)
            {
                await ReadAsync();
                StateHasChanged();
            }
        }
    }
}

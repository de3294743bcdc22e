using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reports.Runs;

/// <summary>The newest workbooks, as they are made.</summary>
public partial class RunsPanel(ReportQueries queries, DeleteReport delete, JobFeed<ReportRun> feed, TimeProvider clock, ReportLabels Words, IStringLocalizer<ReportsText> T)
{
    // Workbooks of other processes are seen by reading their rows.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private Actor _actor = Actor.Anonymous;
    private IReadOnlyList<RunRow> _runs = [];
    private Error? _error;
    private IDisposable? _following;
    private bool _isWatching;

    /// <summary>Null: workbooks of all reports.</summary>
    [Parameter]
    public ReportKind? Kind { get; set; }

    public Task RefreshAsync() => RefreshAsync(quietly: false);

    private async Task RefreshAsync(bool quietly)
    {
        await ReadAsync(
            async cancellation =>
            {
                var actor = await Actors.CurrentAsync();
                return (Actor: actor, Runs: await queries.RunsAsync(Kind, actor, cancellation));
            },
            answer => (_actor, _runs) = answer,
            quietly);
        StateHasChanged();
        if (!_isWatching && _runs.Any(run => run.IsUnfinished))
        {
            _ = WatchAsync();
        }
    }

    protected override Task OnInitializedAsync()
    {
        _following = feed.Subscribe(news => _ = InvokeAsync(() => RefreshAsync(quietly: true)));
        return RefreshAsync();
    }

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private Task DeleteAsync(RunRow row) => RunAsync(async () =>
    {
        _error = (await delete.ExecuteAsync(new(row.PublicId), await Actors.CurrentAsync(), Leaving)).Error;
        await RefreshAsync();
    });

    private async Task WatchAsync()
    {
        _isWatching = true;
        try
        {
            while (_runs.Any(run => run.IsUnfinished))
            {
                await Task.Delay(Pause, clock, Leaving);
                await InvokeAsync(() => RefreshAsync(quietly: true));
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        finally
        {
            _isWatching = false;
        }
    }
}

using ConsentDashboard.Components.Text;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Overview;

public partial class Overview(OverviewQueries queries, ActivityQueries activity, LedgerFeed feed, ViewerZone zone, TimeProvider clock, IStringLocalizer<OverviewText> T)
{
    // Under load many batches a second are announced, and every open page would read for each.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private Actor _actor = Actor.Anonymous;
    private OverviewDetails? _overview;
    private IReadOnlyList<ActivityRow> _activity = [];
    private IDisposable? _following;
    private int _isDue;

    private string? Figure => _overview is null ? null : T["AsOf", zone.Local(_overview.At).ToString("t", System.Globalization.CultureInfo.CurrentCulture)].Value;

    protected override async Task OnInitializedAsync()
    {
        _following = feed.Subscribe(Follow);
        await ReadAsync();
    }

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (actor, await queries.ReadAsync(actor, cancellation), await activity.LatestAsync(actor, cancellation));
        },
        answer => (_actor, _overview, _activity) = answer);

    private void Follow(LedgerNews news)
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
            await Task.Delay(Gathering, clock, Leaving);
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

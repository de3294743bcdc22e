using ConsentDashboard.Components.Text;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Overview;

public partial class Overview(OverviewQueries queries, ActivityQueries activity, LedgerFeed feed, ViewerZone zone, IStringLocalizer<OverviewText> T)
{
    private Actor _actor = Actor.Anonymous;
    private OverviewDetails? _overview;
    private IReadOnlyList<ActivityRow> _activity = [];
    private IDisposable? _following;

    private string? Figure => _overview is null ? null : T["AsOf", zone.Local(_overview.At).ToString("t", System.Globalization.CultureInfo.CurrentCulture)].Value;

    protected override async Task OnInitializedAsync()
    {
        _following = feed.Subscribe(_ => ReadSoon(() => ReadAsync(quietly: true)));
        await ReadAsync();
    }

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (actor, await queries.ReadAsync(actor, cancellation), await activity.LatestAsync(actor, cancellation));
        },
        answer => (_actor, _overview, _activity) = answer, quietly);
}

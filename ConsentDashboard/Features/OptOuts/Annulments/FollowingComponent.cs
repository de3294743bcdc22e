using ConsentDashboard.Components;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>Reads again when something was recorded.</summary>
public abstract class FollowingComponent : DashboardComponent
{
    private IDisposable? _following;

    [Inject]
    private LedgerFeed Feed { get; set; } = null!;

    protected override void OnInitialized() => _following = Feed.Subscribe(_ => ReadSoon(() => ReadAsync(quietly: true)));

    protected abstract Task ReadAsync(bool quietly = false);

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }
}

using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace ConsentDashboard.Components.Layout;

/// <summary>Catches what no page expected. The user sees a reference, the log has the exception under it; its text reaches no page.</summary>
public sealed partial class PageBoundary(NavigationManager navigation, CurrentActor actors, RecordDenial recordDenial, ILogger<PageBoundary> logger) : IDisposable
{
    private string? _reference;

    public void Dispose() => navigation.LocationChanged -= RecoverOnLeaving;

    protected override void OnInitialized() => navigation.LocationChanged += RecoverOnLeaving;

    protected override async Task OnErrorAsync(Exception exception)
    {
        if (exception is ForbiddenException forbidden)
        {
            await recordDenial(await actors.CurrentAsync(), forbidden.Permission);
            return;
        }

        _reference = Incident.Log(logger, exception);
    }

    private void RecoverOnLeaving(object? sender, LocationChangedEventArgs args) => _ = InvokeAsync(Recover);
}

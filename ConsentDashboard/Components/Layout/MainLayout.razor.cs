using ConsentDashboard.Components.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Layout;

public sealed partial class MainLayout(NavigationManager navigation, IStringLocalizer<ShellText> T) : IDisposable
{
    private bool _open;

    // The base element makes a bare #content point at the front page.
    private string SkipHref => $"{navigation.ToAbsoluteUri(navigation.Uri).PathAndQuery}#content";

    public void Dispose() => navigation.LocationChanged -= CloseOnLeaving;

    protected override void OnInitialized() => navigation.LocationChanged += CloseOnLeaving;

    private void Toggle() => _open = !_open;

    private void Close() => _open = false;

    private void CloseOnEscape(KeyboardEventArgs pressed) => _open &= pressed.Key != "Escape";

    private void CloseOnLeaving(object? sender, LocationChangedEventArgs args) => _ = InvokeAsync(() =>
    {
        _open = false;
        StateHasChanged();
    });
}

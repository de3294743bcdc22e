using ConsentDashboard.Components.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Layout;

/// <summary>Links, not script: the choice is a cookie, and a circuit takes its culture from the request that opened it.</summary>
public sealed partial class CultureSwitch(NavigationManager navigation, IStringLocalizer<ShellText> T) : IDisposable
{
    private string Here => navigation.ToAbsoluteUri(navigation.Uri).PathAndQuery;

    public void Dispose() => navigation.LocationChanged -= Follow;

    protected override void OnInitialized() => navigation.LocationChanged += Follow;

    private void Follow(object? sender, LocationChangedEventArgs args) => _ = InvokeAsync(StateHasChanged);
}

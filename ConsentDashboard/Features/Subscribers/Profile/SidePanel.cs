using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

internal static class SidePanel
{
    public static readonly DialogOptions Options = new() { Position = DialogPosition.CenterRight, BackdropClick = true, CloseOnEscapeKey = true, FullWidth = true, MaxWidth = MaxWidth.Small };
}

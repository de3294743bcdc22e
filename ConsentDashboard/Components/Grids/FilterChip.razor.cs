using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ConsentDashboard.Components.Grids;

/// <summary>A filter above a list: an outline while unused, filled and removable while it filters. The address holds the value.</summary>
public partial class FilterChip
{
    private bool _open;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What it filters by, in words; null while it does not.</summary>
    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    /// <summary>The fields that set it.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    public void Close() => _open = false;

    private void Toggle() => _open = !_open;

    private void CloseOnEscape(KeyboardEventArgs pressed) => _open &= pressed.Key != "Escape";

    private async Task ClearAsync()
    {
        _open = false;
        await OnClear.InvokeAsync();
    }
}

using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace ConsentDashboard.Components.Dialogs;

/// <summary>Asks before something dangerous. Says exactly what will happen; the dangerous button is never the default.</summary>
public partial class DangerDialog
{
    internal const int MaxReason = 1000;

    private ElementReference _cancel;
    private string _reason = "";
    private bool _missing;

    [Parameter, EditorRequired]
    public DangerQuestion Question { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Question.ReasonLabel is null)
        {
            await _cancel.FocusAsync();
        }
    }

    private void Confirm()
    {
        _missing = Question.ReasonLabel is not null && string.IsNullOrWhiteSpace(_reason);
        if (!_missing)
        {
            Dialog.Close(new DangerAnswer(_reason.Trim()));
        }
    }
}

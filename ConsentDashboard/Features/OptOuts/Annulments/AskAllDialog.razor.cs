using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>Asks why all of a burst are held for a prank or a slip, and closes with how many were asked for.</summary>
public partial class AskAllDialog(RequestAnnulment request, AnnulmentWords Words, IStringLocalizer<AnnulmentsText> T, IStringLocalizer<PartsText> TParts)
{
    private Error? _failure;
    private ElementReference _cancel;

    [Parameter, EditorRequired]
    public BurstRow Burst { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _cancel.FocusAsync();
        }
    }

    // No token: once asked for, it is written even if this page dies.
    private Task AskAsync((string Reason, string Evidence) typed) => RunAsync(async () =>
    {
        var asked = await request.ExecuteAsync(new() { Burst = Burst.Id, Reason = typed.Reason, EvidenceReference = typed.Evidence }, await Actors.CurrentAsync(), CancellationToken.None);
        _failure = asked.Error;
        if (!asked.Failed)
        {
            Dialog.Close(asked.Value);
        }
    });
}

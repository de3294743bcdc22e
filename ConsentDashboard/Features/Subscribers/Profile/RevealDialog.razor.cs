using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Asks why the number is needed, and closes with the number.</summary>
public partial class RevealDialog(RevealNumber reveal, ProfileWords words, IStringLocalizer<ProfileText> T, IStringLocalizer<PartsText> TParts)
{
    private ElementReference _field;
    private string _reason = "";
    private Error? _error;

    [Parameter, EditorRequired]
    public PublicId Subscriber { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _field.FocusAsync();
        }
    }

    private Task RevealAsync() => RunAsync(async () =>
    {
        var shown = await reveal.ExecuteAsync(new(Subscriber, _reason), await Actors.CurrentAsync());
        _error = shown.Error;
        if (!shown.Failed)
        {
            Dialog.Close(shown.Value);
        }
    });
}

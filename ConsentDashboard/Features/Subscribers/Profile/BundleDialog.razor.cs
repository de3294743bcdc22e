using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Holds;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Asks why a person's evidence is taken out, and lets the browser fetch it.</summary>
public partial class BundleDialog(IJSRuntime script, ProfileWords words, IStringLocalizer<ProfileText> T, IStringLocalizer<PartsText> TParts)
{
    private string _reason = "";
    private Error? _error;
    private ElementReference _form;

    [Parameter, EditorRequired]
    public PublicId Subscriber { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private Task TakeOutAsync() => RunAsync(async () =>
    {
        // Said here, where the page stays as it is; the endpoint asks again.
        _error = HoldTerms.CheckReason(_reason).Error;
        if (_error is not null)
        {
            return;
        }

        await using var browser = await script.InvokeAsync<IJSObjectReference>("import", Leaving, "./browser.js");
        await browser.InvokeVoidAsync("submit", Leaving, _form);
        Dialog.Close();
    });
}

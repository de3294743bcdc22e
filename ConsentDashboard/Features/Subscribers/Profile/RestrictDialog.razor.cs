using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Says what a restriction does, and asks why.</summary>
public partial class RestrictDialog(RestrictSubscriber restrict, ProfileWords words, IStringLocalizer<ProfileText> T, IStringLocalizer<PartsText> TParts)
{
    private static readonly string[] Happens = ["NoContact", "Closed", "Stays", "Ends"];

    // One a dialog, so that a double click is one event.
    private readonly Guid _eventKey = Guid.CreateVersion7();
    private string _reason = "";
    private Error? _error;

    [Parameter, EditorRequired]
    public PublicId Subscriber { get; set; }

    /// <summary>A legal hold stands: said before somebody writes a reason for nothing.</summary>
    [Parameter]
    public bool IsHeld { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    // No token: once it is asked for, the restriction is recorded even if this page dies.
    private Task RestrictAsync() => RunAsync(async () =>
    {
        var done = await restrict.ExecuteAsync(new(_eventKey, Subscriber, _reason), await Actors.CurrentAsync(), CancellationToken.None);
        _error = done.Error;
        if (!done.Failed)
        {
            Dialog.Close(done.Value);
        }
    });
}

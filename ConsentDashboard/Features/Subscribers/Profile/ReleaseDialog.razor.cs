using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Asks why a hold may end before its time.</summary>
public partial class ReleaseDialog(ReleaseHold release, ProfileWords words, IStringLocalizer<ProfileText> T, IStringLocalizer<PartsText> TParts)
{
    // One a dialog, so that a double click is one event.
    private readonly Guid _eventKey = Guid.CreateVersion7();
    private string _reason = "";
    private Error? _error;

    [Parameter, EditorRequired]
    public PublicId Subscriber { get; set; }

    [Parameter, EditorRequired]
    public IntervalRow Hold { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private string? ErrorOf(string field) => _error?.Field == field ? words.Of(_error) : null;

    // No token: once it is asked for, the release is recorded even if this page dies.
    private Task ReleaseAsync() => RunAsync(async () =>
    {
        var done = await release.ExecuteAsync(new(_eventKey, Subscriber, Hold.Id, _reason), await Actors.CurrentAsync(), CancellationToken.None);
        _error = done.Error;
        if (!done.Failed)
        {
            Dialog.Close(done.Value);
        }
    });
}

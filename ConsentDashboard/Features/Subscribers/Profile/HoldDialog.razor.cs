using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Asks why a person is put on hold, and until when.</summary>
public partial class HoldDialog(PlaceHold place, ProfileWords words, ViewerZone zone, IStringLocalizer<ProfileText> T, IStringLocalizer<PartsText> TParts)
{
    // One a dialog, so that a double click is one event.
    private readonly Guid _eventKey = Guid.CreateVersion7();
    private string _reason = "";
    private string _until = "";
    private Error? _error;

    [Parameter, EditorRequired]
    public PublicId Subscriber { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    // The day named is the last one of the hold, where whoever places it is.
    private DateTime? Until => DateOnly.TryParseExact(_until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
        ? zone.Utc(day.AddDays(1).ToDateTime(TimeOnly.MinValue))
        : null;

    private string? ErrorOf(string field) => _error?.Field == field ? words.Of(_error) : null;

    // No token: once it is asked for, the hold is recorded even if this page dies.
    private Task PlaceAsync() => RunAsync(async () =>
    {
        var done = await place.ExecuteAsync(
            new() { EventKey = _eventKey, Subscriber = Subscriber, Reason = _reason, Until = Until },
            await Actors.CurrentAsync(),
            CancellationToken.None);
        _error = done.Error;
        if (!done.Failed)
        {
            Dialog.Close(done.Value);
        }
    });
}

using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Components.Wording;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Collection;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>The script to read aloud, and what was answered.</summary>
public partial class RecordDialog(RecordStaffOptIn record, ProfileWords words, ViewerZone zone, TimeProvider clock, IStringLocalizer<ProfileText> T, IStringLocalizer<PartsText> TParts)
{
    // One a dialog, so that a double click is one event.
    private readonly Guid _eventKey = Guid.CreateVersion7();
    private IReadOnlyList<PublicPoint> _points = [];
    private PublicPoint? _point;
    private string _language = "";
    private ConsentCells _cells;
    private bool _processing;
    private Method _method = Method.Spoken;
    private DateTime? _when;
    private string _reference = "";
    private string _note = "";
    private Error? _error;

    /// <summary>Whose page it is; null where the number is new.</summary>
    [Parameter]
    public PublicId? Subscriber { get; set; }

    /// <summary>The number that was searched for and is not known.</summary>
    [Parameter]
    public FindSubscriber.Input? Typed { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private string Latest => zone.Local(clock.UtcMilliseconds()).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => await record.PointsAsync(await Actors.CurrentAsync(), cancellation),
        points =>
        {
            _points = points;
            Choose(points.Count > 0 ? points[0] : null);
        });

    private void ChoosePoint(ChangeEventArgs chosen) => Choose(_points.FirstOrDefault(point => $"{point.PublicId}" == chosen.Value as string));

    // Another place has another wording: what was ticked for the one before was not said to this one.
    private void Choose(PublicPoint? point)
    {
        (_point, _cells, _processing, _error) = (point, ConsentCells.None, false, null);
        _language = point?.Contact!.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, point.Sender.Languages).Language ?? "";
        _method = point?.Kind == CollectionPointKind.CallCentre ? Method.Spoken : Method.Paper;
    }

    private WordingShown Shown(PublicWording wording)
    {
        var text = wording.In(_language, _point!.Sender.Languages);
        return WordingShown.Of(text, wording.Cells, wording.PrivacyPolicyUrl, wording.PurposesIn(text.Language));
    }

    private string? ErrorOf(string field) => _error?.Field == field ? words.Of(_error) : null;

    // No token: once it is asked for, the consent is recorded even if this page dies.
    private Task RecordAsync() => RunAsync(async () =>
    {
        var done = await record.ExecuteAsync(
            new()
            {
                EventKey = _eventKey,
                Subscriber = Subscriber,
                Typed = Typed,
                Point = _point!.PublicId,
                Language = _language,
                Cells = _cells,
                AgreesToProcessing = _processing,
                Method = _method,
                Reference = _reference,
                OccurredAt = _when is { } local ? zone.Utc(local) : null,
                Note = _note,
            },
            await Actors.CurrentAsync(),
            CancellationToken.None);
        _error = done.Error;
        if (!done.Failed)
        {
            Dialog.Close(done.Value);
        }
    });
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Exports.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Exports;

/// <summary>Asks for an export; says how many there will be, and what will happen, before it is asked for.</summary>
public partial class NewExport(ExportChoices choices, RequestExport request, NavigationManager navigation, ExportWords Words, IStringLocalizer<ExportsText> T)
{
    private ExportFormChoices _choices = new([], [], [], 0, 0, 0, 0, 0);
    private RequestExport.Input _input = new() { Channel = Channel.Sms, MessageType = MessageType.Promotional };
    private Error? _error;
    private bool _isAsked;

    /// <summary>From a segment's page.</summary>
    [SupplyParameterFromQuery(Name = "segment")]
    private string? SegmentText { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => await choices.ReadAsync(await Actors.CurrentAsync(), cancellation),
        found =>
        {
            _choices = found;
            var sender = found.Senders.FirstOrDefault();
            _input = _input with
            {
                Sender = sender?.Id ?? default,
                Segment = PublicId.TryParse(SegmentText, out var segment) && found.Segments.Any(known => known.Id == segment) ? segment : null,
            };
            Change(_input);
        });

    // A purpose that no wording for the cell names would only be refused: the first that fits stands there instead.
    private void Change(RequestExport.Input changed)
    {
        var fitting = AudienceFields.PurposesOf(_choices, changed);
        _input = fitting.Any(purpose => purpose.Id == changed.Purpose) ? changed : changed with { Purpose = fitting.Count > 0 ? fitting[0].Id : default };
    }

    // No token: once asked for, it is written even if this page dies.
    private Task RequestAsync() => _isAsked ? Task.CompletedTask : RunAsync(async () =>
    {
        var asked = await request.ExecuteAsync(_input, await Actors.CurrentAsync(), CancellationToken.None);
        (_error, _isAsked) = (asked.Error, !asked.Failed);
        if (_isAsked)
        {
            navigation.NavigateTo($"/exports/{asked.Value}");
        }
    });
}

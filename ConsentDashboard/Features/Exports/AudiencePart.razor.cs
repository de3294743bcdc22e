using ConsentDashboard.Domain;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Operations.Exports;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Exports;

/// <summary>How many there would be, counted again with each change, and what will happen to the request.</summary>
public partial class AudiencePart(ExportChoices choices, ExportWords Words, IStringLocalizer<ExportsText> T)
{
    private RequestExport.Input? _asked;
    private Counted? _counted;
    private Error? _refusal;

    [Parameter, EditorRequired]
    public RequestExport.Input Input { get; set; } = null!;

    [Parameter, EditorRequired]
    public ExportFormChoices Choices { get; set; } = null!;

    private long Left => Math.Max(0, Choices.Limit - Choices.Used);

    // What today's lists have left of what needs no second person; below 0 where settings were lowered meanwhile.
    private long Free => Choices.ApprovalAbove - Choices.Unapproved;

    private bool NeedsApproval => _counted is { } counted && (counted.Number > Free || (!counted.IsExact && counted.Number >= Free));

    private bool IsUncounted => Reading is { HasContent: false, IsRunning: false };

    // How many the earlier choice has is nothing to stand beside this one.
    protected override Task OnParametersSetAsync()
    {
        var asked = new RequestExport.Input { Sender = Input.Sender, Channel = Input.Channel, MessageType = Input.MessageType, Purpose = Input.Purpose, Segment = Input.Segment };
        if (_asked == asked)
        {
            return Task.CompletedTask;
        }

        (_asked, _counted, _refusal) = (asked, null, null);
        return CountAsync();
    }

    private Task CountAsync() => ReadAsync(
        async cancellation => await choices.CountAsync(_asked!, await Actors.CurrentAsync(), cancellation),
        answer => (_counted, _refusal) = (answer.Failed ? null : answer.Value, answer.Error));
}

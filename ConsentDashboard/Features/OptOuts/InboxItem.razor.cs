using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Deadlines;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace ConsentDashboard.Features.OptOuts;

/// <summary>One message that waits, with all that a decision needs.</summary>
public partial class InboxItem
{
    private string _number = "";
    private string _note = "";

    [Parameter, EditorRequired]
    public InboxRow Row { get; set; } = null!;

    [Parameter]
    public bool CanHandle { get; set; }

    /// <summary>Whoever looks may open a person's page.</summary>
    [Parameter]
    public bool CanOpen { get; set; }

    [Parameter]
    public bool Busy { get; set; }

    /// <summary>Why this message was not handled.</summary>
    [Parameter]
    public InboxFailure? Failure { get; set; }

    [Parameter]
    public EventCallback<HandleReply.Input> OnDecide { get; set; }

    private bool IsSample => Row.Reason == InboxReason.Sample;

    private bool NeedsNumber => Row.Reason == InboxReason.UnreadableNumber;

    private (string Class, string Icon) Look => Row.Clock.Kind switch
    {
        DeadlineClockKind.Overdue => ("stop", Icons.Material.Filled.Alarm),
        DeadlineClockKind.DueToday => ("wait", Icons.Material.Filled.Schedule),
        _ => ("off", Icons.Material.Filled.Schedule),
    };

    private string? ErrorOf(string field) => Failure?.Field == field ? Failure.Text : null;

    private Task DecideAsync(InboxDecision decision, bool all = false) => OnDecide.InvokeAsync(new()
    {
        Message = Row.Id,
        Decision = decision,
        FromAllSenders = all,
        Number = NeedsNumber ? _number : null,
        Note = NeedsNumber ? _note : null,
    });
}

using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.AspNetCore.Components;
using static MudBlazor.Icons.Material;

namespace ConsentDashboard.Components.Controls;

/// <summary>Icon, word and colour for a consent state, a subscriber's standing or a hold; the same chip everywhere. Set one of the three.</summary>
public partial class StateChip
{
    [Parameter]
    public ConsentState? State { get; set; }

    [Parameter]
    public Standing? Standing { get; set; }

    [Parameter]
    public bool Held { get; set; }

    /// <summary>In place of the state's own word, for instance "since 3 Mar 2026".</summary>
    [Parameter]
    public string? Text { get; set; }

    private (string Class, string Icon, string Word) Look => this switch
    {
        { Held: true } => ("hold", Filled.Pause, Words.Hold),
        { State: { } state } => Of(state),
        { Standing: { } standing } => Of(standing),
        _ => ("off", Filled.Remove, ""),
    };

    private (string Class, string Icon, string Word) Of(ConsentState state) => state switch
    {
        ConsentState.Given => ("given", Filled.Check, Words[state]),
        ConsentState.Requested => ("wait", Filled.MoreHoriz, Words[state]),
        ConsentState.Withdrawn => ("stop", Filled.Close, Words[state]),
        ConsentState.Expired => ("off", Filled.HistoryToggleOff, Words[state]),
        ConsentState.Refused => ("off", Filled.DoNotDisturbOn, Words[state]),
        ConsentState.Invalidated => ("off", Filled.ReportProblem, Words[state]),
        _ => ("off", Filled.Remove, Words[state]),
    };

    private (string Class, string Icon, string Word) Of(Standing standing) => standing switch
    {
        Domain.Subscribers.Standing.Contactable => ("given", Filled.Check, Words[standing]),
        Domain.Subscribers.Standing.Requested => ("wait", Filled.MoreHoriz, Words[standing]),
        Domain.Subscribers.Standing.Withdrawn => ("stop", Filled.Close, Words[standing]),
        Domain.Subscribers.Standing.Expired => ("off", Filled.HistoryToggleOff, Words[standing]),
        Domain.Subscribers.Standing.Refused => ("off", Filled.DoNotDisturbOn, Words[standing]),
        Domain.Subscribers.Standing.Invalidated => ("off", Filled.ReportProblem, Words[standing]),
        Domain.Subscribers.Standing.Restricted => ("hold", Filled.Lock, Words[standing]),
        Domain.Subscribers.Standing.Erased => ("off", Filled.DeleteOutline, Words[standing]),
        _ => ("off", Filled.Remove, Words[standing]),
    };
}

using ConsentDashboard.Components.Text;
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
        { Held: true } => Holding(Words),
        { State: { } state } => Looks(state, Words),
        { Standing: { } standing } => Looks(standing, Words),
        _ => ("off", Filled.Remove, ""),
    };

    /// <summary>The chip without a component around it: in a list, one more for every row is what an open page would mostly consist of.</summary>
    public static RenderFragment Of(Standing standing, CellWords words) => Draw(Looks(standing, words));

    /// <inheritdoc cref="Of"/>
    public static RenderFragment Hold(CellWords words) => Draw(Holding(words));

    private static (string Class, string Icon, string Word) Holding(CellWords words) => ("hold", Filled.Pause, words.Hold);

    private static (string Class, string Icon, string Word) Looks(ConsentState state, CellWords words) => state switch
    {
        ConsentState.Given => ("given", Filled.Check, words[state]),
        ConsentState.Requested => ("wait", Filled.MoreHoriz, words[state]),
        ConsentState.Withdrawn => ("stop", Filled.Close, words[state]),
        ConsentState.Expired => ("off", Filled.HistoryToggleOff, words[state]),
        ConsentState.Refused => ("off", Filled.DoNotDisturbOn, words[state]),
        ConsentState.Invalidated => ("off", Filled.ReportProblem, words[state]),
        _ => ("off", Filled.Remove, words[state]),
    };

    private static (string Class, string Icon, string Word) Looks(Standing standing, CellWords words) => standing switch
    {
        Domain.Subscribers.Standing.Contactable => ("given", Filled.Check, words[standing]),
        Domain.Subscribers.Standing.Requested => ("wait", Filled.MoreHoriz, words[standing]),
        Domain.Subscribers.Standing.Withdrawn => ("stop", Filled.Close, words[standing]),
        Domain.Subscribers.Standing.Expired => ("off", Filled.HistoryToggleOff, words[standing]),
        Domain.Subscribers.Standing.Refused => ("off", Filled.DoNotDisturbOn, words[standing]),
        Domain.Subscribers.Standing.Invalidated => ("off", Filled.ReportProblem, words[standing]),
        Domain.Subscribers.Standing.Restricted => ("hold", Filled.Lock, words[standing]),
        Domain.Subscribers.Standing.Erased => ("off", Filled.DeleteOutline, words[standing]),
        _ => ("off", Filled.Remove, words[standing]),
    };
}

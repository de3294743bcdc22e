using ConsentDashboard.Components.Controls;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.JSInterop;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Whose page it is, and the overall answer.</summary>
public sealed partial class ProfileHead(IDialogService dialogs, IJSRuntime script, CellWords words, ProfileWords sentences, ViewerZone zone, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(1);

    private string? _revealed;
    private string? _copied;
    private ITimer? _hiding;

    [Parameter, EditorRequired]
    public ProfileDetails Profile { get; set; } = null!;

    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = Actor.Anonymous;

    /// <summary>What may be done with her.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private RenderFragment Answer => builder =>
    {
        if (Profile.AllowedChannels is [_, ..] channels)
        {
            Chip(builder, nameof(StateChip.Standing), Standing.Contactable, T[channels switch { [_, _] => "Answer.Both", [Channel.Sms] => "Answer.Sms", _ => "Answer.Call" }]);
        }
        else if (Profile.InForce(IntervalKind.Hold) is not null)
        {
            Chip(builder, nameof(StateChip.Held), true, T["Answer.No", sentences.Short(DecisionReasons.OnHold)]);
        }
        else if (Profile is { IsPast: false, Standing: not Standing.Contactable and var standing })
        {
            Chip(builder, nameof(StateChip.Standing), standing, T["Answer.No", words[standing].ToLower(System.Globalization.CultureInfo.CurrentCulture)]);
        }
        else
        {
            Chip(builder, nameof(StateChip.State), ConsentState.Withdrawn, T["Answer.No", sentences.Short(MainReason)]);
        }
    };

    // Of the cell that comes nearest to being allowed.
    private DecisionReasons MainReason => Profile.Senders.SelectMany(sender => sender.Cells).Select(cell => cell.Decision.Reasons)
        .OrderBy(reasons => ProfileWords.Each(reasons).Count()).ThenBy(reasons => reasons.HasFlag(DecisionReasons.NeverAsked)).FirstOrDefault(DecisionReasons.NeverAsked);

    public void Dispose() => Hide();

    private static void Chip(RenderTreeBuilder builder, string attribute, object value, string text)
    {
        builder.OpenComponent<StateChip>(0);
        builder.AddComponentParameter(1, attribute, value);
        builder.AddComponentParameter(2, nameof(StateChip.Text), text);
        builder.CloseComponent();
    }

    private async Task RevealAsync()
    {
        var dialog = await dialogs.ShowAsync<RevealDialog>(T["Reveal.Title"], new DialogParameters<RevealDialog> { { shown => shown.Subscriber, Profile.PublicId } });
        if (await dialog.Result is { Canceled: false, Data: string number })
        {
            _revealed = number;
            _hiding?.Dispose();
            _hiding = clock.CreateTimer(_ => _ = InvokeAsync(HideAfterAWhile), null, ShownFor, Timeout.InfiniteTimeSpan);
        }
    }

    private void Hide()
    {
        (_revealed, _copied) = (null, null);
        _hiding?.Dispose();
        _hiding = null;
    }

    private void HideAfterAWhile()
    {
        Hide();
        StateHasChanged();
    }

    private async Task CopyAsync()
    {
        try
        {
            await using var browser = await script.InvokeAsync<IJSObjectReference>("import", "./browser.js");
            await browser.InvokeVoidAsync("copy", _revealed);
            _copied = T["Copied"];
        }
        catch (JSException)
        {
            _copied = T["NotCopied"];
        }
    }
}

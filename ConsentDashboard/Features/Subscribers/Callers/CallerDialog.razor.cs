using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Callers;

/// <summary>Who is on the phone, and the one press that makes everybody leave her alone.</summary>
public partial class CallerDialog(CallerQueries queries, WithdrawCaller withdraw, NoteCall note, CellWords vocabulary, ProfileWords words, ViewerZone zone, IStringLocalizer<SubscribersText> T)
{
    // One a dialog, so that a double click is one event.
    private readonly Guid _eventKey = Guid.CreateVersion7();
    private CallerDetails? _details;
    private RecordedAct? _done;
    private Error? _error;
    private string? _note;
    private bool _isNoted;
    private bool _loaded;
    private bool _mayWithdraw;
    private bool _mayView;
    private bool _focused;
    private ElementReference _withdraw;
    private ElementReference _close;

    /// <summary>The number as it was typed.</summary>
    [Parameter, EditorRequired]
    public FindSubscriber.Input Typed { get; set; } = null!;

    [Parameter, EditorRequired]
    public FoundSubscribers Found { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private bool IsDone => _done is not null || _isNoted;

    private PublicId? Profile => _done?.PublicId ?? _details?.PublicId;

    protected override async Task OnInitializedAsync()
    {
        await zone.LoadAsync();
        var actor = await Actors.CurrentAsync();
        (_mayWithdraw, _mayView) = (actor.Can(Permissions.WithdrawConsent), actor.Can(Permissions.ViewSubscriber));
        _details = Found.Subscriber is { } id ? await queries.FindAsync(id, actor, Leaving) : null;
        _loaded = true;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_loaded && !_focused)
        {
            _focused = true;
            await (_mayWithdraw && !IsDone ? _withdraw : _close).FocusAsync();
        }
    }

    // No token: once it is asked for, the withdrawal is recorded even if this page dies.
    private Task WithdrawAsync() => RunAsync(async () =>
    {
        var done = await withdraw.ExecuteAsync(
            new() { EventKey = _eventKey, Subscriber = _details?.PublicId, Typed = Typed, Note = _note },
            await Actors.CurrentAsync(),
            CancellationToken.None);
        _error = done.Error;
        if (!done.Failed)
        {
            // The button is gone, and the focus with it.
            (_done, _focused) = (done.Value, false);
        }
    });

    private Task NoteAsync() => RunAsync(async () =>
    {
        var noted = await note.ExecuteAsync(_details!.PublicId, await Actors.CurrentAsync(), CancellationToken.None);
        _error = noted.Error;
        if (!noted.Failed)
        {
            (_isNoted, _focused) = (true, false);
        }
    });
}

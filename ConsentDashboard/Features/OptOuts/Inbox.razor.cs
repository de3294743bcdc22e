using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace ConsentDashboard.Features.OptOuts;

public partial class Inbox(
    InboxQueries queries,
    HandleReply handle,
    LedgerFeed feed,
    ViewerZone zone,
    IJSRuntime browser,
    InboxWords Words,
    IStringLocalizer<OptOutsText> T)
{
    private Actor _actor = Actor.Anonymous;
    private InboxView _view;
    private InboxPlace? _after;
    private InboxPage _page = new([], HasMore: false, Waiting: 0, ShowsTexts: true);
    private InboxFailure? _failure;
    private string? _done;
    private (string Next, string Handled)? _focus;
    private InboxView? _read;
    private IJSObjectReference? _script;
    private IDisposable? _following;

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewText { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    private string? AfterText { get; set; }

    [SupplyParameterFromQuery(Name = "days")]
    private string? DaysText { get; set; }

    private bool CanHandle => _actor.Can(Permissions.HandleInbox);

    private bool CanOpen => _actor.Can(Permissions.ViewSubscriber);

    protected override void OnInitialized() => _following = feed.Subscribe(_ => ReadSoon(() => ReadAsync(quietly: true)));

    protected override async Task OnParametersSetAsync()
    {
        var view = Enum.TryParse<InboxView>(ViewText, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : InboxView.Waiting;
        var after = ReadPlace(AfterText);
        if (Reading.HasContent && (view, after) == (_view, _after))
        {
            return;
        }

        if (view != _view)
        {
            (_done, _failure) = (null, null);
        }

        (_view, _after) = (view, after);
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                _script = await browser.InvokeAsync<IJSObjectReference>("import", Leaving, "/inbox.js");
                await _script.InvokeVoidAsync("start", Leaving);
            }

            if (_focus is { } next && _script is not null)
            {
                _focus = null;
                await _script.InvokeVoidAsync("focus", Leaving, next.Next, next.Handled);
            }
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Without the script the page works; it only knows no keys.
        }
    }

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("stop");
                await _script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }
    }

    private Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            var view = _view;
            return (actor, view, await queries.SearchAsync(new(view, _after), actor, cancellation));
        },
        answer => (_actor, _read, _page) = answer, quietly);

    private Task DecideAsync(HandleReply.Input input) => RunAsync(async () =>
    {
        var at = _page.Rows.ToList().FindIndex(row => row.Id == input.Message);
        var (row, next) = (_page.Rows[at], _page.Rows.ElementAtOrDefault(at + 1) ?? _page.Rows.ElementAtOrDefault(at - 1));
        var result = await handle.ExecuteAsync(input, await Actors.CurrentAsync(), Leaving);
        _failure = result.Error is { } error ? new(input.Message, Words.Of(error), error.Field) : null;
        _done = result.Failed ? null : Done(input, row);
        if (result.Error is null or { Kind: ErrorKind.Conflict or ErrorKind.NotFound })
        {
            await ReadAsync();
            _focus = (next?.Id.ToString() ?? "", $"{input.Message}");
        }
    });

    private string Done(HandleReply.Input input, InboxRow row)
    {
        var who = row.Masked ?? T["Somebody"].Value;
        return input switch
        {
            { Decision: InboxDecision.NotAnOptOut } => T[row.PausedSince is null ? "Done.Dismissed" : "Done.Resumed", who],
            _ when input.FromAllSenders || row.Sender is null => T["Done.WithdrawnFromAll", who],
            _ => T["Done.Withdrawn", who, row.Sender],
        };
    }

    private static string Address(InboxView view, InboxPlace? after = null)
    {
        string[] query =
        [
            .. view == InboxView.Waiting ? Array.Empty<string>() : [$"view={view.ToString().ToLowerInvariant()}"],
            .. after is null ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"after={after.At.ToUnixMilliseconds()}-{after.Id}")],
        ];
        return query.Length == 0 ? "/opt-outs" : $"/opt-outs?{string.Join('&', query)}";
    }

    private static InboxPlace? ReadPlace(string? text) => text?.Split('-') is [var time, var row]
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 253_402_300_800_000
        && long.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? new(Times.FromUnixMilliseconds(at), id)
        : null;
}

/// <summary>Why a message was not handled.</summary>
/// <param name="Field">Of its form, where one is to be mended.</param>
public sealed record InboxFailure(PublicId Message, string Text, string? Field);

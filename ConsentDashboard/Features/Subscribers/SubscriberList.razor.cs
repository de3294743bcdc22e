using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers;

public sealed partial class SubscriberList(
    SubscriberQueries queries,
    FindSubscriber find,
    CursorTexts cursors,
    LedgerFeed feed,
    NavigationManager navigation,
    IJSRuntime browser,
    IDialogService dialogs,
    TimeProvider clock,
    IStringLocalizer<SubscribersText> T) : IAsyncDisposable
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(400);

    private SubscriberChoices? _loaded;
    private SubscriberChoices _choices = new([], []);
    private IReadOnlyList<string> _regions = [];
    private SubscriberFilter _filter = SubscriberFilter.None;
    private SubscriberSort _sort = SubscriberSort.Default;
    private SubscriberPage _page = new([], null, null);
    private SubscriberCount? _count;
    private FoundSubscribers? _answer;

    // What was typed, while the answer stands; it never leaves the circuit.
    private FindSubscriber.Input? _searched;
    private bool _mayRecord;
    private SubscriberMatches? _matches;
    private ListColumns _columns = ListColumns.Default;
    private bool _compact;
    private bool _mayBrowse;
    private bool _mayFind;
    private string _took = "";
    private string? _shown;
    private IDisposable? _live;
    private IJSObjectReference? _script;
    private int _refreshing;
    private int _refreshes;
    private int _refreshed;
    private int _pages;

    private string? Figure => _count switch
    {
        null => null,
        { Kind: CountKind.MoreThan } count => T["Count.MoreThan", count.Value.ToString("N0", CultureInfo.CurrentCulture)],
        { Kind: CountKind.About } count => T["Count.About", count.Value.ToString("N0", CultureInfo.CurrentCulture)],
        { } count => T.Count("Count", count.Value),
    };

    protected override void OnInitialized()
    {
        navigation.LocationChanged += Moved;
        _live = feed.Subscribe(Changed);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != navigation.Uri)
        {
            await ReadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _script = await browser.InvokeAsync<IJSObjectReference>("import", Leaving, "/list.js");
            await _script.InvokeVoidAsync("start", Leaving);
            _columns = ListColumns.Read(await _script.InvokeAsync<string?>("recall", Leaving, "subscribers.columns"));
            _compact = await _script.InvokeAsync<string?>("recall", Leaving, "subscribers.compact") == "yes";
            StateHasChanged();
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Without the script the page works; it only forgets the columns and knows fewer keys.
        }
    }

    protected override void Dispose(bool disposing)
    {
        navigation.LocationChanged -= Moved;
        _live?.Dispose();
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

    private void Moved(object? sender, Microsoft.AspNetCore.Components.Routing.LocationChangedEventArgs moved)
    {
        if (new Uri(moved.Location).AbsolutePath == "/subscribers" && _shown != moved.Location)
        {
            _ = InvokeAsync(async () =>
            {
                await ReadAsync();
                StateHasChanged();
            });
        }
    }

    private async Task ReadAsync()
    {
        var address = _shown = navigation.Uri;
        (_answer, _matches, _count) = (null, null, null);
        var isShown = await ReadAsync(cancellation => LoadAsync(address, cancellation), _ => { });
        StateHasChanged();
        if (isShown && _mayBrowse)
        {
            await CountAsync();
        }
    }

    private async Task<bool> LoadAsync(string address, CancellationToken cancellation)
    {
        var actor = await Actors.CurrentAsync();
        actor.Demand(Permissions.ViewSubscriber);
        (_mayBrowse, _mayFind, _mayRecord) = (actor.Can(Permissions.BrowseSubscribers), actor.Can(Permissions.SearchByNumber), actor.Can(Permissions.RecordConsent));
        _choices = _loaded ??= await queries.ChoicesAsync(cancellation);
        _regions = RegionChoices.After(_choices.Senders.Concat(_choices.Points).Select(choice => choice.Region));
        if (!_mayBrowse)
        {
            return true;
        }

        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        string? Value(string name) => query.GetValueOrDefault(name) is { Count: > 0 } values ? values[0] : null;
        var filter = ListAddress.ReadFilter(Value, _choices);
        var sort = ListAddress.ReadSort(Value(ListAddress.Sort), filter);
        var move = Enum.TryParse<PageMove>(Value(ListAddress.Move), ignoreCase: true, out var asked) ? asked : PageMove.First;
        var started = clock.GetTimestamp();
        var page = await queries.SearchAsync(filter, sort, cursors.Read(Value(ListAddress.Place)), move, patience: TimeSpan.FromMilliseconds(300), cancellation: cancellation);
        (_filter, _sort, _page, _pages) = (filter, sort, page, _pages + 1);
        _took = clock.GetElapsedTime(started).TotalMilliseconds.ToString("0", CultureInfo.CurrentCulture);
        return true;
    }

    private async Task CountAsync()
    {
        var filter = _filter;
        try
        {
            var count = await queries.CountAsync(filter, Leaving);
            if (filter == _filter)
            {
                _count = count;
                StateHasChanged();
            }
        }
        catch (Exception) when (Leaving.IsCancellationRequested)
        {
            // Nobody waits for the figure any more.
        }
    }

    private async Task RecordAsync()
    {
        var dialog = await dialogs.ShowAsync<RecordDialog>(null, new DialogParameters<RecordDialog> { { shown => shown.Typed, _searched } });
        if (await dialog.Result is { Canceled: false, Data: OptInOutcome outcome })
        {
            navigation.NavigateTo($"/subscribers/{outcome.Act.PublicId}");
        }
    }

    private async Task<Error?> FindAsync(FindSubscriber.Input input)
    {
        Error? error = null;
        await RunAsync(async () =>
        {
            var asked = _shown;
            var found = await find.ExecuteAsync(input, await Actors.CurrentAsync(), Leaving);
            error = found.Error;
            if (asked != _shown && found.Value is not { Subscriber: not null })
            {
                // She has turned to another page of the list meanwhile.
                return;
            }

            (_answer, _matches) = (null, null);
            if (found.Value is { Subscriber: { } subscriber })
            {
                navigation.NavigateTo($"/subscribers/{subscriber}");
            }
            else if (found.Value is { Matches: { Rows.Count: > 0 } matches })
            {
                _matches = matches;
            }
            else
            {
                (_answer, _searched) = (found.Value, input);
            }
        });
        StateHasChanged();
        return error;
    }

    private void ForgetMatches() => _matches = null;

    // Rows on the screen follow the ledger; a burst of batches is one refresh.
    private void Changed(LedgerNews news)
    {
        var concerned = news.Subscribers.Count == 0 || _page.Rows.Any(row => news.Subscribers.Contains(row.Id));
        if (concerned && Interlocked.Exchange(ref _refreshing, 1) == 0)
        {
            _ = InvokeAsync(RefreshAsync);
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            await Task.Delay(LiveInterval, clock, Leaving);
            Interlocked.Exchange(ref _refreshing, 0);
            var (mine, at) = (++_refreshes, _pages);
            if (_page.Rows.Count > 0)
            {
                var rows = await queries.RefreshAsync([.. _page.Rows.Select(row => row.Id)], _filter, Leaving);
                if (mine > _refreshed && at == _pages)
                {
                    (_page, _refreshed) = (_page with { Rows = rows }, mine);
                    StateHasChanged();
                }
            }
        }
        catch (Exception) when (Leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private async Task ChooseAsync(ListColumns columns, bool compact)
    {
        (_columns, _compact) = (columns, compact);
        if (_script is not null)
        {
            await _script.InvokeVoidAsync("remember", Leaving, "subscribers.columns", columns.ToString());
            await _script.InvokeVoidAsync("remember", Leaving, "subscribers.compact", compact ? "yes" : "no");
        }
    }

    private void Go(string?[] pairs) => navigation.NavigateTo(Address(pairs));

    private string SortAddress(SubscriberSort sort) => Address([ListAddress.Sort, ListAddress.Write(sort)]);

    private string? PlaceAddress(Cursor? cursor, PageMove move) => cursor is null && move is (PageMove.Next or PageMove.Previous)
        ? null
        : Address([ListAddress.Place, cursor is null ? null : cursors.Write(cursor), ListAddress.Move, move == PageMove.First ? null : move.ToString()]);

    /// <summary>The present address with other values, at the first page unless they name a place.</summary>
    private string Address(string?[] pairs)
    {
        var query = new Dictionary<string, object?>(StringComparer.Ordinal) { [ListAddress.Place] = null, [ListAddress.Move] = null };
        foreach (var pair in pairs.Chunk(2))
        {
            query[pair[0]!] = pair[1];
        }

        return navigation.GetUriWithQueryParameters(query);
    }
}

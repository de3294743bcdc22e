using ConsentDashboard.Components.Text;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Callers;

/// <summary>Finds whoever calls by her number, from every page; / leads to it. The number leaves the circuit only to be looked up.</summary>
public sealed partial class QuickFind(
    FindSubscriber find, CallerQueries queries, IDialogService dialogs, IJSRuntime browser, IStringLocalizer<SubscribersText> T, IStringLocalizer<ErrorsText> E) : IAsyncDisposable
{
    private IReadOnlyList<string> _regions = [];
    private string _region = "";
    private string? _text;
    private string? _error;
    private IJSObjectReference? _script;

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

    protected override async Task OnInitializedAsync()
    {
        _regions = await queries.RegionsAsync(Leaving);
        _region = _regions[0];
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _script = await browser.InvokeAsync<IJSObjectReference>("import", Leaving, "/quickfind.js");
            await _script.InvokeVoidAsync("start", Leaving);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Without the script the box works; it only has no key.
        }
    }

    private Task FindAsync() => RunAsync(async () =>
    {
        _error = null;
        var typed = new FindSubscriber.Input(_text, _region);
        if (typed.Text?.Trim() is { Length: 4 } digits && digits.All(char.IsAsciiDigit))
        {
            // Four digits are many people; the list shows them.
            _error = T["Caller.WholeNumber"];
            return;
        }

        // Whoever types the next number while this one is looked up keeps it.
        _text = null;
        var found = await find.ExecuteAsync(typed, await Actors.CurrentAsync(), Leaving);
        if (found.Failed)
        {
            (_error, _text) = (E[found.Error.Key], string.IsNullOrEmpty(_text) ? typed.Text : _text);
            return;
        }

        await dialogs.ShowAsync<CallerDialog>(T["Caller.Title"], new DialogParameters<CallerDialog> { { shown => shown.Typed, typed }, { shown => shown.Found, found.Value } });
    });
}

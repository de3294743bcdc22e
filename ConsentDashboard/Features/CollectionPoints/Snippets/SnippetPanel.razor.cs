using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace ConsentDashboard.Features.CollectionPoints.Snippets;

/// <summary>Makes the form for a page of the sender's own, to be copied.</summary>
public partial class SnippetPanel(MakeSnippet make, NavigationManager navigation, IJSRuntime script, IStringLocalizer<CollectionPointsText> T, IStringLocalizer<ErrorsText> E)
{
    private string _address = "";
    private string? _language;
    private string? _html;
    private string? _copied;
    private Error? _error;
    private int _version;

    [Parameter, EditorRequired]
    public PublicId Point { get; set; }

    /// <summary>The languages of the stored wording.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Languages { get; set; } = [];

    /// <summary>Another version says something else, so what was made from the one before goes.</summary>
    [Parameter, EditorRequired]
    public int Version { get; set; }

    protected override void OnParametersSet()
    {
        _language = _language is not null && Languages.Contains(_language) ? _language : Languages.FirstOrDefault();
        if (_version != Version)
        {
            (_version, _html, _copied, _error) = (Version, null, null, null);
        }
    }

    private Task MakeAsync() => RunAsync(async () =>
    {
        var made = await make.ExecuteAsync(new(Point, _language ?? "", _address, navigation.BaseUri), await Actors.CurrentAsync(), Leaving);
        (_html, _error, _copied) = (made.Value, made.Error, null);
    });

    private async Task CopyAsync()
    {
        try
        {
            await using var browser = await script.InvokeAsync<IJSObjectReference>("import", "./browser.js");
            await browser.InvokeVoidAsync("copy", _html);
            _copied = T["Snippet.Copied"];
        }
        catch (JSException)
        {
            _copied = T["Snippet.NotCopied"];
        }
    }
}

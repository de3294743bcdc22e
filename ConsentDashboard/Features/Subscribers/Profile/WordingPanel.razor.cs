using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>The words of a notice beside the page, in the language in which they were shown.</summary>
public partial class WordingPanel(WordingQueries queries, IStringLocalizer<ProfileText> T)
{
    private WordingDetails? _wording;

    [Parameter, EditorRequired]
    public long VersionId { get; set; }

    [Parameter]
    public string? Language { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => await queries.FindAsync(VersionId, Language, contentHash: null, await Actors.CurrentAsync(), cancellation),
        answer => _wording = answer);
}

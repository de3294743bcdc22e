using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>The proof of one event beside the page. Opening it is audited.</summary>
public partial class EvidencePanel(ViewEvidence view, ProfileWords words, IStringLocalizer<ProfileText> T)
{
    private EvidenceDetails? _evidence;
    private Error? _error;

    [Parameter, EditorRequired]
    public PublicId Subscriber { get; set; }

    [Parameter, EditorRequired]
    public int Seq { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => await view.ExecuteAsync(new(Subscriber, Seq), await Actors.CurrentAsync(), cancellation),
        answer => (_evidence, _error) = (answer.Value, answer.Error));
}

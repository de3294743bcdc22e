using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <summary>Asks why a warning may stand, and lets it stand.</summary>
public partial class OverrideDialog(
    OverrideFinding letStand,
    IStringLocalizer<CollectionPointsText> T,
    IStringLocalizer<LintText> L,
    IStringLocalizer<ErrorsText> E,
    IStringLocalizer<PartsText> TParts)
{
    private ElementReference _field;
    private string _reason = "";
    private Error? _error;

    [Parameter, EditorRequired]
    public PublicId Point { get; set; }

    [Parameter, EditorRequired]
    public int Version { get; set; }

    [Parameter, EditorRequired]
    public Finding Finding { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _field.FocusAsync();
        }
    }

    private Task OverrideAsync() => RunAsync(async () =>
    {
        var done = await letStand.ExecuteAsync(new(Point, Version, Finding.Rule.Id, _reason), await Actors.CurrentAsync());
        _error = done.Error;
        if (done.Value is { } mark)
        {
            Dialog.Close(mark);
        }
    });
}

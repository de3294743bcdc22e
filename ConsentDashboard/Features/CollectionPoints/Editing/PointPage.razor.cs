using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

public partial class PointPage(
    PointQueries queries,
    SavePoint save,
    ActivatePoint activate,
    PausePoint pause,
    RetirePoint retire,
    NavigationManager navigation,
    IDialogService dialogs,
    IStringLocalizer<CollectionPointsText> T,
    IStringLocalizer<LintText> L,
    IStringLocalizer<ErrorsText> E)
{
    public const string New = "new";

    private PointForm? _form;
    private Func<Finding, Task>? _override;
    private string? _shown;
    private Error? _error;
    private string? _done;

    [Parameter]
    public string Id { get; set; } = "";

    private string Address => $"/collection-points/{_shown}";

    private IReadOnlyList<string> SavedLanguages =>
        [.. (_form?.Catalogue.FindWording(_form.Saved?.Draft.Notice)?.Texts ?? []).Select(text => text.Language).Order(StringComparer.Ordinal)];

    protected override void OnInitialized() => _override = OverrideAsync;

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Id)
        {
            (_shown, _error, _done) = (Id, null, null);
            await ReadAsync();
        }
    }

    private Task<bool> ReadAsync() => ReadAsync(LoadAsync, form => _form = form);

    private async Task<PointForm?> LoadAsync(CancellationToken cancellation)
    {
        var actor = await Actors.CurrentAsync();
        var catalogue = await queries.CatalogueAsync(actor, cancellation);
        if (_shown == New)
        {
            actor.Demand(Permissions.ManageCollection);
            return Shown(null, catalogue, actor, new());
        }

        var saved = PublicId.TryParse(_shown, out var id) ? await queries.FindAsync(id, actor, cancellation) : null;
        return saved is null ? null : Shown(saved, catalogue, actor, saved.Draft.Copy());
    }

    private PointForm Shown(PointDetails? saved, PointCatalogue catalogue, Actor actor, PointDraft draft)
    {
        var form = new PointForm(saved, catalogue, actor.Can(Permissions.ManageCollection), StateHasChanged) { Draft = draft };

        // An empty form is not wrong yet; it is looked at once somebody has typed.
        if (saved is not null)
        {
            form.Lint();
        }

        return form;
    }

    private Task SaveAsync() => RunAsync(async () =>
    {
        var saved = await save.ExecuteAsync(new(_form!.Saved?.PublicId, _form.Saved?.Version ?? 0, _form.Draft), await Actors.CurrentAsync());
        if (Failed(saved.Error))
        {
            return;
        }

        _done = "Saved";
        if (_form.Saved is not null)
        {
            await ReadAsync();
            return;
        }

        // Shown before the address changes: until then a second press would make a second one.
        _shown = $"{saved.Value!.Point}";
        if (await ReadAsync())
        {
            navigation.NavigateTo(Address);
        }
    });

    private Task StepAsync(PointStep step) => RunAsync(async () =>
    {
        var (point, version) = (_form!.Saved!.PublicId, _form.Saved.Version);
        if (step == PointStep.Retire && await dialogs.AskAsync(new(T["Retire.Title"], T["Retire.Text", _form.Saved.Draft.Name], T["Step.Retire"])) is null)
        {
            return;
        }

        var actor = await Actors.CurrentAsync();
        var done = step switch
        {
            PointStep.Activate => await activate.ExecuteAsync(new(point, version), actor),
            PointStep.Pause => await pause.ExecuteAsync(new(point, version), actor),
            _ => await retire.ExecuteAsync(new(point, version), actor),
        };
        if (!Failed(done.Error))
        {
            _done = $"Done.{step}";
            await ReadAsync();
        }
    });

    private async Task OverrideAsync(Finding finding)
    {
        var dialog = await dialogs.ShowAsync<OverrideDialog>(T["Override.Title"], new DialogParameters<OverrideDialog>
        {
            { shown => shown.Point, _form!.Saved!.PublicId },
            { shown => shown.Version, _form.Saved.Version },
            { shown => shown.Finding, finding },
        });
        if ((await dialog.Result)?.Data is PointMark)
        {
            (_done, _error) = ("Done.Override", null);
            await ReadBesideAsync();
        }
    }

    /// <summary>What is stored is new, what is typed stays.</summary>
    private Task ReadBesideAsync()
    {
        var typed = _form!;
        return ReadAsync(LoadAsync, form =>
        {
            _form = form is null ? null : form with { Draft = typed.Draft, IsDirty = typed.IsDirty };
            _form?.Lint();
            StateHasChanged();
        });
    }

    private async Task TakeOverAsync()
    {
        _error = null;
        await ReadAsync();
    }

    private bool Failed(Error? error)
    {
        // What belongs to a field is said beside it.
        _form!.Error = error;
        _error = Enum.TryParse<PointPart>(error?.Field, out _) ? null : error;
        _done = null;
        return error is not null;
    }

    private string? Named(Error error) =>
        _form!.Findings.Concat(_form.Saved?.Findings ?? []).FirstOrDefault(finding => finding.Rule.Id == error.Field) is { } finding ? L[finding.Rule.MessageKey, finding.Subject].Value.TrimEnd() : null;
}

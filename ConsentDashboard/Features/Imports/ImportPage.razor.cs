using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Imports;

public partial class ImportPage(
    ImportQueries queries, TryImport tries, StartImport start, CancelImport cancel, UndoImport undo, IDialogService dialogs, NavigationManager navigation, ViewerZone zone, ImportWords Words, IStringLocalizer<ImportsText> T)
{
    private Actor _actor = Actor.Anonymous;
    private ImportDetails? _import;
    private Error? _error;
    private string? _address;

    private enum ImportView
    {
        Gone,
        Columns,
        Declare,
        Progress,
        Tried,
        Ended,
    }

    [Parameter]
    public string? Id { get; set; }

    [SupplyParameterFromQuery(Name = "step")]
    private string? StepText { get; set; }

    protected override bool IsUnderWay => _import is { IsUnderWay: true };

    private bool MayRun => _actor.Can(Permissions.RunImports);

    private bool MayStop => MayRun && _import is { CancelRequested: false, IsUnderWay: true } or { State: ImportState.Preparing or ImportState.Tried or ImportState.TryFailed } or { State: ImportState.Dropped, MayChange: true };

    private ImportView View => _import switch
    {
        { IsUnderWay: true } => ImportView.Progress,
        { Stage: ImportStage.Run or ImportStage.Undo } => ImportView.Ended,
        { MayChange: true } when MayRun && StepText == ImportSteps.Columns => ImportView.Columns,
        { MayChange: true, IsMapped: true } when MayRun && StepText == ImportSteps.Declare => ImportView.Declare,
        { State: ImportState.Tried } => ImportView.Tried,
        { MayChange: true } when MayRun => _import.IsMapped ? ImportView.Declare : ImportView.Columns,
        _ => ImportView.Gone,
    };

    private int Step => View switch
    {
        ImportView.Columns => 1,
        ImportView.Declare => 2,
        ImportView.Tried => 3,
        _ when _import is { Stage: ImportStage.Mapping } => 1,
        _ => _import is { Stage: ImportStage.DryRun } ? 3 : 4,
    };

    protected override Task OnParametersSetAsync()
    {
        if (_address != Id)
        {
            (_address, _error) = (Id, null);
        }

        return ReadAsync();
    }

    protected override Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (actor, PublicId.TryParse(Id, out var id) ? await queries.FindAsync(id, actor, cancellation) : null);
        },
        answer => (_actor, _import) = answer, quietly);

    protected override bool Show(JobNews news)
    {
        if (_import is null || _import.Id != news.Job)
        {
            return true;
        }

        if (_import.Status != news.Status)
        {
            return false;
        }

        _import = _import with { Done = news.Done, Total = news.Total };
        return true;
    }

    private async Task GoAsync(string? step)
    {
        _error = null;
        navigation.NavigateTo(step is null ? $"/imports/{Id}" : $"/imports/{Id}?step={step}");
        await ReadAsync();
    }

    private Task TryAgainAsync() => ActAsync(async actor => await tries.ExecuteAsync(new(_import!.Id), actor, CancellationToken.None));

    // What runs is what was on screen: a dry run that somebody repeated meanwhile is refused.
    private Task RunImportAsync() => ActAsync(async actor => await start.ExecuteAsync(new(_import!.Id, _import.TriedDigest ?? []), actor, CancellationToken.None));

    private Task CancelAsync() => ActAsync(async actor =>
    {
        var key = _import!.IsUnderWay ? $"Stop.{_import.Stage}" : "Drop";
        return await dialogs.AskAsync(new(T[$"{key}.Title"], T[$"{key}.Text"], T[_import.IsUnderWay ? "Stop.Do" : "Drop.Do"])) is null
            ? (Result?)null
            : await cancel.ExecuteAsync(new(_import.Id), actor, CancellationToken.None);
    });

    private Task UndoAsync() => ActAsync(async actor =>
    {
        var question = new DangerQuestion(T["Undo.Title"], Words.WillUndo(_import!.Run), T["Undo.Do"], T["Undo.Reason"])
        {
            Points = [T["Undo.Point.Since"], T["Undo.Point.Renewed"], T["Undo.Point.Withdrawn"], T["Undo.Point.Numbers"]],
        };
        return await dialogs.AskAsync(question) is { } answer ? await undo.ExecuteAsync(new(_import.Id, answer.Reason), actor, CancellationToken.None) : (Result?)null;
    });

    // No token: once asked for, it is done even if this page dies. Null: she thought better of it.
    private Task ActAsync(Func<Actor, Task<Result?>> act) => RunAsync(async () =>
    {
        var done = await act(await Actors.CurrentAsync());
        if (done is { } result)
        {
            _error = result.Error;
            await ReadAsync();
        }
    });
}

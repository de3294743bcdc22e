using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Operations.Jobs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Exports;

public partial class ExportPage(
    ExportQueries queries, ApproveExport approve, RejectExport reject, CancelExport cancel, IDialogService dialogs, ViewerZone zone, ExportWords Words, IStringLocalizer<ExportsText> T)
{
    private ExportDetails? _export;
    private Error? _error;
    private string? _said;
    private string? _address;

    [Parameter]
    public string? Id { get; set; }

    protected override bool IsUnderWay => _export is { Status: JobStatus.Waiting or JobStatus.Running };

    protected override Task OnParametersSetAsync()
    {
        if (_address != Id)
        {
            (_address, _error, _said) = (Id, null, null);
        }

        return ReadAsync();
    }

    protected override Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return PublicId.TryParse(Id, out var id) ? await queries.FindAsync(id, actor, cancellation) : null;
        },
        export => _export = export, quietly);

    protected override bool Show(JobNews news)
    {
        if (_export is null || _export.Id != news.Job)
        {
            return true;
        }

        if (_export.Status != news.Status)
        {
            return false;
        }

        _export = _export with { Done = news.Done, Total = news.Total };
        return true;
    }

    // No token: what was decided is written even if this page dies.
    private Task DecideAsync((bool Approves, string Note) decision) => RunAsync(async () =>
    {
        var actor = await Actors.CurrentAsync();
        var decided = decision.Approves
            ? await approve.ExecuteAsync(new(_export!.Id, decision.Note), actor, CancellationToken.None)
            : await reject.ExecuteAsync(new(_export!.Id, decision.Note), actor, CancellationToken.None);
        (_error, _said) = (decided.Error, decided.Failed ? null : T[decision.Approves ? "Approved" : "Rejected"].Value);
        await ReadAsync();
    });

    private Task CancelAsync() => RunAsync(async () =>
    {
        if (await dialogs.AskAsync(new(T["Cancel.Title"], T["Cancel.Text"], T["Cancel.Do"])) is null)
        {
            return;
        }

        var cancelled = await cancel.ExecuteAsync(_export!.Id, await Actors.CurrentAsync(), CancellationToken.None);
        (_error, _said) = (cancelled.Error, cancelled.Failed ? null : T["Cancelled"].Value);
        await ReadAsync();
    });
}

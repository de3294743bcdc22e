using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Holds.Orders;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Holds;

public partial class HoldPage(
    HoldQueries queries, CancelHoldOrder cancel, ResumeHoldOrder resume, ReleaseHoldOrder release, IDialogService dialogs, ViewerZone zone, HoldWords Words, IStringLocalizer<HoldsText> T)
{
    private HoldDetails? _hold;
    private Error? _error;
    private string? _said;
    private string? _address;

    [Parameter]
    public string? Id { get; set; }

    protected override bool IsUnderWay => _hold is { } hold && hold.State.IsUnderWay();

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
        hold =>
        {
            _hold = hold;

            // That it has begun is no news any more once its state says how it ended.
            _said = IsUnderWay ? _said : null;
        }, quietly);

    protected override bool Show(JobNews news)
    {
        if (_hold is null || _hold.Id != news.Job)
        {
            return true;
        }

        if (news.Status != JobStatus.Running || _hold.State is not (HoldOrderState.Placing or HoldOrderState.Releasing))
        {
            return false;
        }

        _hold = _hold with { Done = news.Done, Total = news.Total };
        return true;
    }

    private Task CancelAsync() => ChangeAsync("Stopped", async actor =>
        await dialogs.AskAsync(new(T["Stop.Title"], T["Stop.Text"], T["Stop"])) is null ? (Result?)null : await cancel.ExecuteAsync(_hold!.Id, actor, CancellationToken.None));

    private Task ResumeAsync() => ChangeAsync("Resumed", async actor => await resume.ExecuteAsync(_hold!.Id, actor, CancellationToken.None));

    private Task ReleaseAsync() => ChangeAsync("Releasing", async actor =>
        await dialogs.AskAsync(new(T["Release.Title"], T["Release.Text", Words.People(_hold!.Held)], T["Release"], T["Release.Reason"])) is { } answer
            ? await release.ExecuteAsync(new(_hold.Id, answer.Reason), actor, CancellationToken.None)
            : (Result?)null);

    // No token in what it does: once asked for, it is written even if this page dies.
    private Task ChangeAsync(string said, Func<Actor, Task<Result?>> change) => RunAsync(async () =>
    {
        if (await change(await Actors.CurrentAsync()) is not { } changed)
        {
            return;
        }

        (_error, _said) = (changed.Error, changed.Failed ? null : T[$"Said.{said}"].Value);
        await ReadAsync();
    });
}

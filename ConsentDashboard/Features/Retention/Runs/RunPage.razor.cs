using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Retention.Runs;

public partial class RunPage(
    RunQueries queries, RequestRun request, ApproveRun approve, RejectRun reject, CancelRun cancel, PauseRun pause, ResumeRun resume, ViewerZone zone, RunWords Words, IStringLocalizer<RunsText> T)
{
    private RunDetails? _run;
    private Error? _error;
    private string? _said;
    private string? _address;

    [Parameter]
    public string? Id { get; set; }

    protected override bool IsUnderWay => _run is { Status: JobStatus.Waiting or JobStatus.Running };

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
        run => _run = run, quietly);

    protected override bool Show(JobNews news)
    {
        if (_run is null || _run.Id != news.Job)
        {
            return true;
        }

        if (_run.Status != news.Status)
        {
            return false;
        }

        _run = _run with { Position = news.Done };
        return true;
    }

    private Task RequestAsync(RequestPart.Asked asked) => DoAsync(
        actor => request.ExecuteAsync(new(_run!.Id, asked.Why, asked.Count, asked.Password), actor, CancellationToken.None), _run!.May.NeedsApproval ? "Requested" : "Begun");

    private Task DecideAsync(DecisionPart.Decided decision) => DoAsync(
        actor => decision.Approves
            ? approve.ExecuteAsync(new(_run!.Id, decision.Note, decision.Count, decision.Password), actor, CancellationToken.None)
            : reject.ExecuteAsync(new(_run!.Id, decision.Note), actor, CancellationToken.None),
        decision.Approves ? "Approved" : "Rejected");

    private Task CancelAsync() => DoAsync(actor => cancel.ExecuteAsync(_run!.Id, actor, CancellationToken.None), "Cancelled");

    private Task PauseAsync() => DoAsync(actor => pause.ExecuteAsync(_run!.Id, actor, CancellationToken.None), "Paused");

    private Task ResumeAsync() => DoAsync(actor => resume.ExecuteAsync(_run!.Id, actor, CancellationToken.None), "Resumed");

    // No token: what was decided is written even if this page dies.
    private Task DoAsync(Func<Actor, Task<Result>> act, string said) => RunAsync(async () =>
    {
        var done = await act(await Actors.CurrentAsync());
        (_error, _said) = (done.Error, done.Failed ? null : T[said].Value);
        await ReadAsync();
    });
}

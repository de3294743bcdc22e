using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Runs;

/// <summary>Takes a workbook away before it expires; one that is being made is ended first. The report itself can be made again.</summary>
public sealed class DeleteReport(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, JobFiles files)
{
    public sealed record Input(PublicId Run);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewReports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var run = await db.ReportRuns.AsNoTracking().FirstOrDefaultAsync(r => r.PublicId == input.Run, cancellation);
        if (run is null || (run.CreatedBy != actor.Key && !actor.Can(Permissions.ManageReports)))
        {
            return run is null ? ReportErrors.RunGone : ReportErrors.NotYours;
        }

        var changed = await ledger.ChangeAsync(ReportAudit.Deleted(actor, run), change => EndAsync(change.ReportRuns.Where(r => r.Id == run.Id)));
        if (changed.Failed)
        {
            return changed.Error;
        }

        if (await db.ReportRuns.AnyAsync(r => r.Id == run.Id && r.Status == JobStatus.Expired, CancellationToken.None))
        {
            files.DeleteAll(run.PublicId);
        }

        return Result.Ok;
    }

    // Whoever works on it hears of the end with its next sign of life.
    private static async Task<bool> EndAsync(IQueryable<ReportRun> run) =>
        await run.Where(r => r.Status == JobStatus.Running && !r.CancelRequested).ExecuteUpdateAsync(set => set.SetProperty(r => r.CancelRequested, true))
        + await run.Where(r => r.Status != JobStatus.Running && r.Status != JobStatus.Expired).ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, JobStatus.Expired).SetProperty(r => r.Version, r => r.Version + 1)) > 0;
}

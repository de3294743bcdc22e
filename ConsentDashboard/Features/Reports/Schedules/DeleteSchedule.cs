using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>Ends a schedule for good. The workbooks that it made stay until they expire.</summary>
public sealed class DeleteSchedule(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger)
{
    public sealed record Input(PublicId Id);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageReports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var schedule = await db.ReportSchedules.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == input.Id, cancellation);
        if (schedule is null)
        {
            return ReportErrors.ScheduleGone;
        }

        var changed = await ledger.ChangeAsync(ScheduleAudit.Of(actor, schedule, isDeleted: true), async change =>
        {
            // The schedule first, so that no process makes a run of it between the two.
            await change.ReportSchedules.Where(s => s.Id == schedule.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.IsActive, false));
            await change.ReportRuns.Where(run => run.ScheduleId == schedule.Id).ExecuteUpdateAsync(set => set.SetProperty(run => run.ScheduleId, (long?)null));
            return await change.ReportSchedules.Where(s => s.Id == schedule.Id).ExecuteDeleteAsync() > 0;
        });
        return changed.Failed ? changed.Error : changed.Value ? Result.Ok : ReportErrors.ScheduleGone;
    }
}

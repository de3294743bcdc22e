using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>Ends a schedule for good. The workbooks that it made stay until they expire.</summary>
public sealed class DeleteSchedule(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit)
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

        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);

            // The schedule first, so that no process makes a run of it between the two.
            await db.ReportSchedules.Where(s => s.Id == schedule.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.IsActive, false), CancellationToken.None);
            await db.ReportRuns.Where(run => run.ScheduleId == schedule.Id).ExecuteUpdateAsync(set => set.SetProperty(run => run.ScheduleId, (long?)null), CancellationToken.None);
            await db.ReportSchedules.Where(s => s.Id == schedule.Id).ExecuteDeleteAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        await audit.RecordAsync(ScheduleAudit.Of(actor, schedule, isDeleted: true), CancellationToken.None);
        return Result.Ok;
    }
}

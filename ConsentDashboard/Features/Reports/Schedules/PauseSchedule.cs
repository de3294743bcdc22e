using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>Pauses a schedule, or lets it go on from now: what was due meanwhile is not made up.</summary>
public sealed class PauseSchedule(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
{
    /// <param name="Pause">Whether it pauses from now on.</param>
    public sealed record Input(PublicId Id, bool Pause);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageReports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            var (now, isActive) = (clock.UtcMilliseconds(), !input.Pause);
            var changed = await db.ReportSchedules.Where(s => s.PublicId == input.Id && s.IsActive != isActive).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.IsActive, isActive).SetProperty(s => s.LastDueAt, now).SetProperty(s => s.Version, s => s.Version + 1),
                CancellationToken.None);
            if (changed == 0)
            {
                return await db.ReportSchedules.AnyAsync(s => s.PublicId == input.Id, cancellation) ? Result.Ok : ReportErrors.ScheduleGone;
            }
        }

        var schedule = await db.ReportSchedules.AsNoTracking().SingleOrDefaultAsync(s => s.PublicId == input.Id, CancellationToken.None);
        if (schedule is not null)
        {
            await audit.RecordAsync(ScheduleAudit.Of(actor, schedule), CancellationToken.None);
        }

        return Result.Ok;
    }
}

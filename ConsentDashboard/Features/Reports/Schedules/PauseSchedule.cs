using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>Pauses a schedule, or lets it go on from now: what was due meanwhile is not made up.</summary>
public sealed class PauseSchedule(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    /// <param name="Pause">Whether it pauses from now on.</param>
    public sealed record Input(PublicId Id, bool Pause);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageReports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var schedule = await db.ReportSchedules.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == input.Id, cancellation);
        if (schedule is null)
        {
            return ReportErrors.ScheduleGone;
        }

        var (now, isActive) = (clock.UtcMilliseconds(), !input.Pause);
        if (schedule.IsActive == isActive)
        {
            return Result.Ok;
        }

        // Its version is what the entry speaks of: one that was changed meanwhile is not paused.
        var version = schedule.Version;
        schedule.IsActive = isActive;
        var changed = await ledger.ChangeAsync(ScheduleAudit.Of(actor, schedule), async change => await change.ReportSchedules
            .Where(s => s.Id == schedule.Id && s.Version == version)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.IsActive, isActive).SetProperty(s => s.LastDueAt, now).SetProperty(s => s.Version, s => s.Version + 1)) > 0);
        return changed.Failed ? changed.Error : changed.Value ? Result.Ok : ReportErrors.ScheduleStale;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>
/// Makes the runs that are due. Whoever brings a schedule's last moment forward makes its run, so that of several processes
/// one does; after a pause of the whole installation the latest moment alone is made up.
/// </summary>
public sealed class StartDueReports(
    IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, JobFeed<ReportRun> feed, TimeProvider clock)
{
    private static readonly Actor Scheduler = Actor.System("report-schedules");

    /// <returns>How many runs were made.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var started = 0;
        foreach (var schedule in await db.ReportSchedules.AsNoTracking().Where(s => s.IsActive).OrderBy(s => s.Id).Take(SaveSchedule.Most).ToListAsync(cancellation))
        {
            var due = CronTimes.Read(schedule.Cron, schedule.TimeZone)?.Last(clock.UtcMilliseconds());
            if (due > schedule.LastDueAt && await StartAsync(schedule, due.Value, cancellation) is { } run)
            {
                await audit.RecordAsync(ReportAudit.Made(Scheduler, run, schedule), CancellationToken.None);
                feed.Wake();
                started++;
            }
        }

        return started;
    }

    /// <returns>Null where another process was quicker, or the schedule was changed meanwhile.</returns>
    private async Task<ReportRun?> StartAsync(ReportSchedule schedule, DateTime due, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        PublicId? sender = schedule.SenderId is { } id ? await db.Senders.Where(s => s.Id == id).Select(s => s.PublicId).SingleAsync(cancellation) : null;
        var (from, to) = ReportPeriods.Of(schedule.Period, DateOnly.FromDateTime(due));
        var run = ReportRuns.New(new(schedule.Kind, from, to, sender), schedule.Language, schedule.CreatedBy, schedule.CreatedByName, clock.UtcMilliseconds());
        run.ScheduleId = schedule.Id;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            var claimed = await Claimed(db, schedule).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastDueAt, due), CancellationToken.None);
            if (claimed == 0)
            {
                return null;
            }

            db.Add(run);
            await db.SaveChangesAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            return run;
        }
    }

    private static IQueryable<ReportSchedule> Claimed(DashboardDbContext db, ReportSchedule schedule) =>
        db.ReportSchedules.Where(s => s.Id == schedule.Id && s.IsActive && s.LastDueAt == schedule.LastDueAt && s.Version == schedule.Version);
}

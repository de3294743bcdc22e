using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Schedules;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>
/// Makes the runs that are due. Whoever brings a schedule's last moment forward makes its run, so that of several processes
/// one does; after a pause of the whole installation the latest moment alone is made up.
/// </summary>
public sealed class StartDueReports(
    IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, JobFeed<ReportRun> feed, TimeProvider clock)
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
            if (due > schedule.LastDueAt && await StartAsync(schedule, due.Value, cancellation))
            {
                feed.Wake();
                started++;
            }
        }

        return started;
    }

    /// <returns>False where another process was quicker, the schedule was changed meanwhile, or keys are being rotated: then it is tried again.</returns>
    private async Task<bool> StartAsync(ReportSchedule schedule, DateTime due, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        PublicId? sender = schedule.SenderId is { } id ? await db.Senders.Where(s => s.Id == id).Select(s => s.PublicId).SingleAsync(cancellation) : null;
        var (from, to) = ReportPeriods.Of(schedule.Period, DateOnly.FromDateTime(due));
        var run = ReportRuns.New(new(schedule.Kind, from, to, sender), schedule.Language, schedule.CreatedBy, schedule.CreatedByName, clock.UtcMilliseconds());
        run.ScheduleId = schedule.Id;
        var started = await ledger.ChangeAsync(ReportAudit.Made(Scheduler, run, schedule), async change =>
        {
            var claimed = await Claimed(change, schedule).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastDueAt, due), CancellationToken.None);
            if (claimed == 0)
            {
                return false;
            }

            // The transaction may run again after a lost connection.
            run.Id = 0;
            change.Add(run);
            await change.SaveChangesAsync(CancellationToken.None);
            return true;
        });
        return started is { Failed: false, Value: true };
    }

    private static IQueryable<ReportSchedule> Claimed(DashboardDbContext db, ReportSchedule schedule) =>
        db.ReportSchedules.Where(s => s.Id == schedule.Id && s.IsActive && s.LastDueAt == schedule.LastDueAt && s.Version == schedule.Version);
}

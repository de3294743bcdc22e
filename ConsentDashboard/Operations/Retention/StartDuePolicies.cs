using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Schedules;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Finds policies that are due by their schedule. After a pause of the whole installation the latest moment alone is made up; a clock that was set back makes none twice.</summary>
public sealed partial class StartDuePolicies(IDbContextFactory<DashboardDbContext> contexts, IRunDuePolicy runs, TimeProvider clock, ILogger<StartDuePolicies> log)
{
    /// <returns>How many runs this process started.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var scheduled = await db.RetentionPolicies.Where(p => p.IsOn && p.Cron != null && p.ArchivedAt == null).OrderBy(p => p.Id)
            .Select(p => new { p.Id, p.Cron, p.TimeZone, p.LastDueAt }).ToListAsync(cancellation);
        var started = 0;
        foreach (var policy in scheduled)
        {
            var due = CronTimes.Read(policy.Cron!, policy.TimeZone)?.Last(clock.UtcMilliseconds());
            if (due > policy.LastDueAt && await StartAsync(new(policy.Id, due.Value), cancellation))
            {
                started++;
            }
        }

        return started;
    }

    // One policy that fails must not keep the others waiting.
    private async Task<bool> StartAsync(DuePolicy due, CancellationToken cancellation)
    {
        try
        {
            return await runs.StartAsync(due, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Failed(e, due.PolicyId);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The scheduled run of retention policy {Policy} could not be started; it is tried again in half a minute.")]
    private partial void Failed(Exception exception, long policy);
}

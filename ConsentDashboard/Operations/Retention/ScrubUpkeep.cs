using ConsentDashboard.Data;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Empties the database's log behind each erasure, whoever made it. A retention run does that itself, once, at its end.</summary>
internal sealed partial class ScrubUpkeep(IDbContextFactory<DashboardDbContext> contexts, ScrubDatabase scrub, LedgerFeed feed, TimeProvider clock, ILogger<ScrubUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    /// <returns>False: somebody still reads the pages from before, or a run is at work.</returns>
    public async Task<bool> WorkAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return !await db.RetentionRuns.AnyAsync(run => run.Status == JobStatus.Running, cancellation) && await scrub.ExecuteAsync(cancellation: cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var erasures = new ErasureSignal(feed, clock);
        var pause = Pause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await erasures.WaitAsync(pause, stoppingToken);
                pause = await WorkAsync(stoppingToken) ? Pause : Again;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Failed(e);
                pause = Again;
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The log could not be emptied after an erasure; it is tried again in a minute.")]
    private partial void Failed(Exception exception);
}

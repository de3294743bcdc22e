using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.Upkeeps;

/// <summary>Takes turn after turn while the process runs. What fails is said, and tried again at the next turn.</summary>
internal sealed partial class UpkeepLoop<T>(T work, UpkeepPlan<T> plan, LedgerFeed feed, TimeProvider clock, ILogger<T> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var erasures = plan.ComesBehindErasures ? new ErasureSignal(feed, clock) : null;
        var pause = plan.BeginsAtOnce ? TimeSpan.Zero : plan.Every;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(erasures, pause, stoppingToken);
                pause = await plan.Turn(work, stoppingToken) ? plan.Every : plan.Again;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                pause = plan.Again;
                Failed(e, plan.Failure, pause);
            }
        }
    }

    private Task WaitAsync(ErasureSignal? erasures, TimeSpan pause, CancellationToken stopping) =>
        erasures is not null && pause > TimeSpan.Zero ? erasures.WaitAsync(pause, stopping) : Task.Delay(pause, clock, stopping);

    [LoggerMessage(LogLevel.Error, "{Failure}; it is tried again in {Pause}.")]
    private partial void Failed(Exception exception, string failure, TimeSpan pause);
}

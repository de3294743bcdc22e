namespace ConsentDashboard.Operations.Retention;

/// <summary>Looks twice a minute for policies that are due, and at once when the process starts.</summary>
internal sealed partial class RetentionScheduler(StartDuePolicies start, TimeProvider clock, ILogger<RetentionScheduler> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await start.ExecuteAsync(stoppingToken);
                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Failed(e);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Policies that are due could not be started; it is tried again in half a minute.")]
    private partial void Failed(Exception exception);
}

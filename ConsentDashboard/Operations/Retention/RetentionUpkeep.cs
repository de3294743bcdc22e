namespace ConsentDashboard.Operations.Retention;

/// <summary>Every ten minutes: previews that hold no longer go.</summary>
internal sealed partial class RetentionUpkeep(RetentionExpiry expiry, TimeProvider clock, ILogger<RetentionUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                await expiry.SweepAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Failed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Old previews of retention runs could not be removed; it is tried again in a few minutes.")]
    private partial void Failed(Exception exception);
}

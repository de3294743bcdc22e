namespace ConsentDashboard.Operations.OptOut.Bursts;

/// <summary>Every hour: origins of withdrawals that can no longer be annulled go.</summary>
internal sealed partial class OriginUpkeep(OriginExpiry expiry, TimeProvider clock, ILogger<OriginUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                await expiry.ExpireAsync(stoppingToken);
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

    [LoggerMessage(LogLevel.Error, "Origins of old withdrawals could not be removed; it is tried again in an hour.")]
    private partial void Failed(Exception exception);
}

namespace ConsentDashboard.Operations.Holds;

/// <summary>Every five minutes: whoever is not held any more stops being shown as held.</summary>
internal sealed partial class HoldUpkeep(HoldExpiry expiry, TimeProvider clock, ILogger<HoldUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

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

    [LoggerMessage(LogLevel.Error, "Holds that are over could not be looked for; it is tried again in a few minutes.")]
    private partial void Failed(Exception exception);
}

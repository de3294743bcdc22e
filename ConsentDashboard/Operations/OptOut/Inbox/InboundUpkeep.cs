namespace ConsentDashboard.Operations.OptOut.Inbox;

/// <summary>Every ten minutes: texts whose days are over go.</summary>
internal sealed partial class InboundUpkeep(InboundExpiry expiry, TimeProvider clock, ILogger<InboundUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

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

    [LoggerMessage(LogLevel.Error, "Texts of old messages could not be removed; it is tried again in a few minutes.")]
    private partial void Failed(Exception exception);
}

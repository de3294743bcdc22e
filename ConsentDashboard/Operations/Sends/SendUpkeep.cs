namespace ConsentDashboard.Operations.Sends;

/// <summary>Every hour: counts of single people that are too old to matter are deleted.</summary>
internal sealed partial class SendUpkeep(ForgetSends forget, TimeProvider clock, ILogger<SendUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                await forget.ExecuteAsync(stoppingToken);
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

    [LoggerMessage(LogLevel.Error, "Old counts of messages could not be deleted; it is tried again in an hour.")]
    private partial void Failed(Exception exception);
}

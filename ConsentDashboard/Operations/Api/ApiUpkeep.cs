namespace ConsentDashboard.Operations.Api;

/// <summary>Every ten minutes: answers whose day is over are forgotten.</summary>
internal sealed partial class ApiUpkeep(IdempotentReplies replies, TimeProvider clock, ILogger<ApiUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                await replies.ForgetAsync(stoppingToken);
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

    [LoggerMessage(LogLevel.Error, "Old answers of the API could not be removed; it is tried again in a few minutes.")]
    private partial void Failed(Exception exception);
}

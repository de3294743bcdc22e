namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>Looks twice a minute for reports that are due, and at once when the process starts.</summary>
internal sealed partial class ReportScheduler(StartDueReports start, TimeProvider clock, ILogger<ReportScheduler> log) : BackgroundService
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

    [LoggerMessage(LogLevel.Error, "Scheduled reports could not be started; it is tried again in half a minute.")]
    private partial void Failed(Exception exception);
}

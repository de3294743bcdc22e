namespace ConsentDashboard.Features.Reports.Runs;

/// <summary>Every hour: workbooks whose time is over are deleted.</summary>
internal sealed partial class ReportUpkeep(ExpireReports expire, TimeProvider clock, ILogger<ReportUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                await expire.ExecuteAsync(stoppingToken);
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

    [LoggerMessage(LogLevel.Error, "Workbooks whose time is over could not be deleted; it is tried again in an hour.")]
    private partial void Failed(Exception exception);
}

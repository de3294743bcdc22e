namespace ConsentDashboard.Operations.Exports;

/// <summary>Every ten minutes: files whose days are over go.</summary>
internal sealed partial class ExportUpkeep(ExportExpiry expiry, TimeProvider clock, ILogger<ExportUpkeep> log) : BackgroundService
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

    [LoggerMessage(LogLevel.Error, "Files of old exports could not be removed; it is tried again in a few minutes.")]
    private partial void Failed(Exception exception);
}

using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.Exports;

/// <summary>Every ten minutes, and behind each erasure: files whose days are over go, and those of whoever was erased.</summary>
internal sealed partial class ExportUpkeep(ExportExpiry expiry, LedgerFeed feed, TimeProvider clock, ILogger<ExportUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var erasures = new ErasureSignal(feed, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await erasures.WaitAsync(Pause, stoppingToken);
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

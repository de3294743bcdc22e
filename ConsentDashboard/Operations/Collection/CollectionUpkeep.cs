using ConsentDashboard.Domain;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConsentDashboard.Operations.Collection;

/// <summary>Every minute: what has lapsed is ended, sends that no longer count are forgotten.</summary>
internal sealed partial class CollectionUpkeep(LapseRequests lapse, SendLimits limits, PointCounting counting, TimeProvider clock, ILogger<CollectionUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Flush = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var next = Times.NotYet;
        try
        {
            while (true)
            {
                await DoAsync(() => counting.FlushAsync(stoppingToken), stoppingToken);
                if (clock.UtcMilliseconds() >= next)
                {
                    next = clock.UtcMilliseconds() + Pause;
                    await DoAsync(() => lapse.RunAsync(stoppingToken), stoppingToken);
                    await DoAsync(() => limits.ForgetAsync(stoppingToken), stoppingToken);
                }

                await Task.Delay(Flush, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await counting.FlushAsync(CancellationToken.None);
        }
    }

    private async Task DoAsync(Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Failed(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The upkeep of collection failed; it is tried again in a moment.")]
    private partial void Failed(Exception exception);
}

using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.KeyRotation;

/// <summary>
/// Lets a running app follow a rotation in another process: a new Cipher key is used for whatever is written from the
/// next second on, and the log says when the doors shut and open.
/// </summary>
public sealed class RotationFollower(KeyStore keys, MaintenanceState maintenance, TimeProvider clock, ILogger<RotationFollower> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        var (wasShut, hasFailed) = (false, false);
        do
        {
            try
            {
                keys.Refresh();
                var isShut = await maintenance.IsOnAsync();
                if (isShut != wasShut)
                {
                    Tell(isShut);
                    wasShut = isShut;
                }

                hasFailed = false;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The app goes on with the keys it has; said once, not every second.
                if (!hasFailed)
                {
                    log.LogError(e, "The keys or the maintenance mark cannot be read; what was read before stays in force");
                }

                hasFailed = true;
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Tell(bool isShut)
    {
        if (isShut)
        {
            log.LogWarning("The number index is being wrapped: every door answers 503 until it is done. If no rotation is running, one was broken off: run -- rotate-keys to finish it");
        }
        else
        {
            log.LogInformation("The number index is wrapped: the doors are open again");
        }
    }
}

using System.Threading.Channels;
using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>Works on jobs of one kind, one at a time in each process.</summary>
public sealed class JobWorker<T>(JobLeases<T> leases, JobFeed<T> feed, IJobRunner<T> runner, TimeProvider clock, ILogger<JobWorker<T>> log) : BackgroundService
    where T : LongJob
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Works on the next job to its end, where there is one.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> WorkAsync(CancellationToken stopping = default)
    {
        if (await leases.ClaimAsync(stopping) is not { } job)
        {
            return false;
        }

        var run = new JobRun<T>(job, leases, feed, clock);
        feed.Announce(new(job.PublicId, job.Done, job.Total, job.Status));
        var outcome = await RunAsync(job, run, stopping);
        if (outcome is { } ended && await leases.SettleAsync(job.Id, ended))
        {
            feed.Announce(new(job.PublicId, job.Done, job.Total, ended.Status));
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var woken = feed.OnWake(() => _news.Writer.TryWrite(true));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await WorkAsync(stoppingToken))
                {
                    stoppingToken.ThrowIfCancellationRequested();
                }

                await WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "Jobs of the kind {Kind} could not be looked for; it is tried again", typeof(T).Name);
                await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Null: another process has the job, and says how it ended.
    private async Task<JobOutcome?> RunAsync(T job, JobRun<T> run, CancellationToken stopping)
    {
        try
        {
            return await runner.RunAsync(job, run, stopping);
        }
        catch (LeaseLostException)
        {
            log.LogWarning("The job {Job} went to another process", job.PublicId);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return JobOutcome.Later;
        }
        catch (JobFailedException e)
        {
            return JobOutcome.Failed(e.Error, e.Details);
        }
        catch (Exception e) when (DiskSpace.IsFull(e))
        {
            log.LogError("The disk is full: the job {Job} of the kind {Kind} ended", job.PublicId, typeof(T).Name);
            return JobOutcome.Failed(JobErrors.DiskFull);
        }
        catch (Exception e)
        {
            var reference = Guid.CreateVersion7().ToString("N")[^8..];
            log.LogError(e, "The job {Job} of the kind {Kind} broke; reference {Reference}", job.PublicId, typeof(T).Name, reference);
            return JobOutcome.Failed(JobErrors.Broken, reference);
        }
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(_news.Reader.ReadAsync(waiting.Token).AsTask(), Task.Delay(Poll, clock, waiting.Token));
        await waiting.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }
}

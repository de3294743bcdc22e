using System.Threading.Channels;
using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>Works on jobs of one kind, one at a time in each process.</summary>
public sealed class JobWorker<T>(JobLeases<T> leases, JobFeed<T> feed, IJobRunner<T> runner, TimeProvider clock, ILogger<JobWorker<T>> log) : BackgroundService
    where T : LongJob
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(10);
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
        if (outcome is { } ended && (ended.IsSettled || await leases.SettleAsync(job.Id, ended)))
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
        using var working = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var keeping = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var kept = KeepAsync(job, run, working, keeping.Token);
        try
        {
            return await EndAsync(job, run, stopping, working.Token);
        }
        finally
        {
            await keeping.CancelAsync();
            await kept;
        }
    }

    // One step of the work may take longer than the lease lasts.
    private async Task KeepAsync(T job, JobRun<T> run, CancellationTokenSource working, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(Keep, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellation.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await run.KeepAsync(cancellation);
            }
            catch (LeaseLostException)
            {
                await working.CancelAsync();
                return;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "The lease of the job {Job} could not be renewed; it is tried again", job.PublicId);
            }
        }
    }

    private async Task<JobOutcome?> EndAsync(T job, JobRun<T> run, CancellationToken stopping, CancellationToken working)
    {
        try
        {
            return await runner.RunAsync(job, run, working);
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
        catch (OperationCanceledException) when (working.IsCancellationRequested)
        {
            log.LogWarning("The job {Job} went to another process", job.PublicId);
            return null;
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

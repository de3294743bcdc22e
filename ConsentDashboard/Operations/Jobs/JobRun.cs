using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>What a worker does with one kind of job. It goes on from what the job's row says has been done.</summary>
public interface IJobRunner<T>
    where T : LongJob
{
    /// <param name="job">As it was when the lease was taken.</param>
    /// <param name="run">To be told of the progress at least every few seconds, which keeps the lease.</param>
    /// <param name="stopping">The process is stopping: end at the next safe place.</param>
    Task<JobOutcome> RunAsync(T job, JobRun<T> run, CancellationToken stopping);
}

/// <summary>One process's work on one job.</summary>
public sealed class JobRun<T>(T job, JobLeases<T> leases, JobFeed<T> feed, TimeProvider clock)
    where T : LongJob
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private long _reportedAt = clock.GetTimestamp();

    /// <summary>The process that holds the lease, for conditions in the job's own writes.</summary>
    public string Owner => leases.Owner;

    /// <summary>Somebody asked for an end, as of the last report.</summary>
    public bool CancelRequested { get; private set; } = job.CancelRequested;

    /// <summary>Says how far the work is; written a few times a second at most.</summary>
    /// <exception cref="LeaseLostException">Another process has the job.</exception>
    public async ValueTask ReportAsync(long done, long total, bool always = false)
    {
        if (!always && clock.GetElapsedTime(_reportedAt) < Pause)
        {
            return;
        }

        _reportedAt = clock.GetTimestamp();
        CancelRequested = await leases.RenewAsync(job.Id, done, total);
        feed.Announce(new(job.PublicId, done, total, job.Status));
    }

    /// <summary>Keeps the lease beside the work, however long one step of it takes.</summary>
    /// <exception cref="LeaseLostException">Another process has the job.</exception>
    internal async Task KeepAsync(CancellationToken cancellation)
    {
        if (await leases.KeepAsync(job.Id, cancellation))
        {
            CancelRequested = true;
        }
    }
}

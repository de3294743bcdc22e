using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>
/// Who works on which job. A lease is taken by a conditional update, so that one process has it whichever database it is
/// and however many nodes there are; one that nobody renews ends, and the next process goes on from what the job's row says.
/// </summary>
public sealed class JobLeases<T>(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
    where T : LongJob
{
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    // No lease lasts so long: a clock ran ahead, and was set back since.
    private static readonly TimeSpan Impossible = Duration + TimeSpan.FromMinutes(5);

    private readonly Dictionary<long, (DateTime Until, long Since)> _ahead = [];

    /// <summary>This process.</summary>
    public string Owner { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Convert.ToHexString(RandomNumberGenerator.GetBytes(6))}";

    /// <summary>Takes the job that has waited longest, or one that a process left behind.</summary>
    /// <returns>Null where there is none, or another process was quicker.</returns>
    public async Task<T?> ClaimAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        var id = await Due(db, now).OrderBy(job => job.Id).Select(job => (long?)job.Id).FirstOrDefaultAsync(cancellation);
        var left = id is null ? await LeftAheadAsync(db, now, cancellation) : null;
        if (id is null && left is null)
        {
            return null;
        }

        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            var wanted = left is { } ahead ? Ahead(db, now).Where(job => job.Id == ahead.Id && job.ClaimedUntil == ahead.Until) : Due(db, now).Where(job => job.Id == id);
            id ??= left?.Id;
            var taken = await wanted.ExecuteUpdateAsync(
                set => set
                    .SetProperty(job => job.Status, JobStatus.Running)
                    .SetProperty(job => job.ClaimedBy, Owner)
                    .SetProperty(job => job.ClaimedUntil, now + Duration)
                    .SetProperty(job => job.StartedAt, job => job.StartedAt ?? now)
                    .SetProperty(job => job.Version, job => job.Version + 1),
                CancellationToken.None);
            return taken == 1 ? await db.Set<T>().AsNoTracking().SingleAsync(job => job.Id == id, CancellationToken.None) : null;
        }
    }

    /// <summary>Keeps the lease, and says how far the work is.</summary>
    /// <returns>Whether somebody asked for an end.</returns>
    /// <exception cref="LeaseLostException">The lease had ended, and another process has it.</exception>
    public Task<bool> RenewAsync(long id, long done, long total, CancellationToken cancellation = default) => RenewAsync(
        id,
        (jobs, until) => jobs.ExecuteUpdateAsync(
            set => set.SetProperty(job => job.ClaimedUntil, until).SetProperty(job => job.Done, done).SetProperty(job => job.Total, total),
            CancellationToken.None),
        cancellation);

    /// <summary>Keeps the lease while a step of the work has nothing to say.</summary>
    /// <returns>Whether somebody asked for an end.</returns>
    /// <exception cref="LeaseLostException">The lease had ended, and another process has it.</exception>
    public Task<bool> KeepAsync(long id, CancellationToken cancellation = default) => RenewAsync(
        id, (jobs, until) => jobs.ExecuteUpdateAsync(set => set.SetProperty(job => job.ClaimedUntil, until), CancellationToken.None), cancellation);

    /// <summary>Ends the work. Where the process is stopping, the job waits for the next one instead.</summary>
    /// <returns>Whether the lease was still ours.</returns>
    public async Task<bool> SettleAsync(long id, JobOutcome outcome)
    {
        await using var db = await contexts.CreateDbContextAsync();
        using (await gate.EnterAsync(WritePriority.Act))
        {
            var now = clock.UtcMilliseconds();
            var goesOn = outcome.Status is JobStatus.Waiting;
            var finished = goesOn ? (DateTime?)null : now;

            // What an erasure said of the job while it ran counts as long as the job has not come to its end.
            var keeps = outcome.Status is JobStatus.Waiting or JobStatus.Cancelled or JobStatus.Failed;
            return await Mine(db, id).ExecuteUpdateAsync(set => set
                .SetProperty(job => job.Status, outcome.Status)
                .SetProperty(job => job.FailureKey, job => keeps ? job.FailureKey ?? outcome.FailureKey : outcome.FailureKey)
                .SetProperty(job => job.FailureDetails, job => keeps && job.FailureKey != null ? null : outcome.FailureDetails)
                .SetProperty(job => job.FinishedAt, finished)
                .SetProperty(job => job.CancelRequested, job => goesOn && job.CancelRequested)
                .SetProperty(job => job.ClaimedBy, (string?)null)
                .SetProperty(job => job.ClaimedUntil, Times.NotYet)
                .SetProperty(job => job.Version, job => job.Version + 1)) == 1;
        }
    }

    private async Task<bool> RenewAsync(long id, Func<IQueryable<T>, DateTime, Task<int>> renew, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            return await renew(Mine(db, id), clock.UtcMilliseconds() + Duration) == 1
                ? await db.Set<T>().Where(job => job.Id == id).Select(job => job.CancelRequested).SingleAsync(CancellationToken.None)
                : throw new LeaseLostException();
        }
    }

    internal static IQueryable<T> Due(DashboardDbContext db, DateTime now) => db.Set<T>()
        .Where(job => job.Status == JobStatus.Waiting || (job.Status == JobStatus.Running && job.ClaimedUntil < now));

    internal static IQueryable<T> Ahead(DashboardDbContext db, DateTime now)
    {
        var impossible = now + Impossible;
        return db.Set<T>().Where(job => job.Status == JobStatus.Running && job.ClaimedUntil > impossible);
    }

    // Nobody can tell by such a time whether its process is alive: by this, that it is not renewed for as long as a lease lasts.
    private async Task<(long Id, DateTime Until)?> LeftAheadAsync(DashboardDbContext db, DateTime now, CancellationToken cancellation)
    {
        var found = await Ahead(db, now).OrderBy(job => job.Id).Select(job => new { job.Id, job.ClaimedUntil }).ToListAsync(cancellation);
        foreach (var gone in _ahead.Keys.Except(found.Select(job => job.Id)).ToList())
        {
            _ahead.Remove(gone);
        }

        foreach (var job in found)
        {
            if (!_ahead.TryGetValue(job.Id, out var seen) || seen.Until != job.ClaimedUntil)
            {
                _ahead[job.Id] = (job.ClaimedUntil, clock.GetTimestamp());
            }
            else if (clock.GetElapsedTime(seen.Since) >= Duration)
            {
                return (job.Id, job.ClaimedUntil);
            }
        }

        return null;
    }

    private IQueryable<T> Mine(DashboardDbContext db, long id) => db.Set<T>().Where(job => job.Id == id && job.Status == JobStatus.Running && job.ClaimedBy == Owner);
}

/// <summary>Another process has the job: whoever held it writes nothing more.</summary>
public sealed class LeaseLostException() : Exception("The lease of the job ended, and another process has it.");

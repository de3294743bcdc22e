using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Operations.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// Cleans the set that was approved, slice by slice, each in one transaction with the run's own place. Whoever no longer
/// matches is left out and counted; the ledger itself refuses whoever got a hold or did something since she was looked at.
/// </summary>
internal sealed class RunRetention(
    IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, JobFiles files, LedgerWriter ledger, FinishRetention finish, TimeProvider clock) : IJobRunner<RetentionRun>
{
    private static readonly TimeSpan UntilHeld = TimeSpan.FromSeconds(1);

    internal Func<SliceSize> Slices { get; set; } = () => new();

    public async Task<JobOutcome> RunAsync(RetentionRun job, JobRun<RetentionRun> run, CancellationToken stopping)
    {
        if (job.Position < job.Total && await VoidAsync(job, stopping) is { } refusal)
        {
            return await finish.ExecuteAsync(job, run.Owner, JobStatus.Rejected, refusal);
        }

        using var set = RetentionSetReader.Open(files, job);
        if (set is null)
        {
            return await finish.ExecuteAsync(job, run.Owner, JobStatus.Failed, RetentionErrors.SetGone);
        }

        await finish.BeginAsync(job, run.Owner);
        var (policy, size, at) = (PolicyDefinition.Parse(job.Policy), Slices(), RetentionProgress.Of(job));
        List<long> ids = [];
        while (true)
        {
            if (await EndedAsync(job, run, at, stopping) is { } ended)
            {
                return ended;
            }

            ids = ids.Count > 0 ? ids : set.Read(size.Acts);
            if (ids.Count == 0)
            {
                return await finish.ExecuteAsync(job, run.Owner, JobStatus.Done);
            }

            var (before, some) = (at, ids);
            if (await Resting.BehindAsync(() => CleanAsync(job, run, policy, size, before, some, stopping), stopping) is { } cleaned)
            {
                (at, ids) = (cleaned, []);
            }

            await run.ReportAsync(at.Position, job.Total);
            stopping.ThrowIfCancellationRequested();
        }
    }

    // Before each slice. A hold that is being placed on a segment has not reached everybody yet: whom it concerns must not be
    // erased before. Whoever waits for that may still pause or cancel, and what was approved may be void when it is over.
    private async Task<JobOutcome?> EndedAsync(RetentionRun job, JobRun<RetentionRun> run, RetentionProgress at, CancellationToken stopping)
    {
        while (at.Position < job.Total)
        {
            if (run.CancelRequested)
            {
                return await finish.ExecuteAsync(job, run.Owner, JobStatus.Cancelled);
            }

            if (await IsPausedAsync(job, stopping) && await finish.PauseAsync(job, run.Owner))
            {
                return new(JobStatus.Paused) { IsSettled = true };
            }

            if (!await IsHoldBeingPlacedAsync(stopping))
            {
                return await VoidAsync(job, stopping) is { } since ? await finish.ExecuteAsync(job, run.Owner, JobStatus.Rejected, since) : null;
            }

            await Task.Delay(UntilHeld, clock, stopping);
            await run.ReportAsync(at.Position, job.Total, always: true);
        }

        return null;
    }

    private async Task<bool> IsHoldBeingPlacedAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await HoldsBeingPlaced.Of(db).AnyAsync(cancellation);
    }

    /// <returns>Null where the slice has its turn again: what has to be asked before each has changed since it was.</returns>
    private async Task<RetentionProgress?> CleanAsync(
        RetentionRun job, JobRun<RetentionRun> run, PolicyDefinition policy, SliceSize size, RetentionProgress at, List<long> ids, CancellationToken stopping)
    {
        var now = clock.UtcMilliseconds();
        var slice = await contexts.ReadAsync(
            async db => await DueSlice.ReadAsync(db, policy, await RetentionTerm.ReadAsync(db, stopping), job.PreviewedAt, now, ids, stopping), stopping);
        var making = new RetentionActs(job, policy, now);
        var acts = slice.Due.Select(making.Of).ToList();
        RetentionProgress? marked = null;
        var all = acts.SelectMany(own => own).ToList();
        IReadOnlyList<Result<RecordedAct>> outcomes = [];
        if (all.Count > 0)
        {
            var prepared = ledger.PrepareSlice(all, async (db, written) =>
            {
                if (!await Approved(db, job).AnyAsync(CancellationToken.None))
                {
                    throw new SliceIsVoidException();
                }

                var behind = at.Behind(ids.Count, slice, acts, written);
                await behind.SaveAsync(db, job, run.Owner);
                marked = behind;
            });
            try
            {
                outcomes = await OpenLedger.WhenOpenAsync(() => ledger.RecordSliceAsync(prepared, cancellation: stopping), () => run.ReportAsync(at.Position, job.Total), clock, stopping);
            }
            catch (SliceIsVoidException)
            {
                return null;
            }

            // Then none of them was cleaned.
            if (outcomes.Any(outcome => outcome.Error == LedgerErrors.HoldBeingPlaced))
            {
                return null;
            }

            size.Fit(ids.Count, prepared);
        }

        return marked ?? await SaveAsync(at.Behind(ids.Count, slice, acts, outcomes), job, run.Owner);
    }

    // A slice of which nothing was due any more has no transaction of its own.
    private async Task<RetentionProgress> SaveAsync(RetentionProgress at, RetentionRun job, string owner)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk);
        await using var db = await contexts.CreateDbContextAsync();
        await at.SaveAsync(db, job, owner);
        return at;
    }

    // An edited policy voids the approval: what was approved is not what it says any more. One that was switched off runs by
    // hand only. And where the clock has been set back behind the preview, it had run ahead: the set may be due too early.
    private async Task<Error?> VoidAsync(RetentionRun job, CancellationToken cancellation)
    {
        if (job.PreviewedAt > clock.UtcMilliseconds() + RetentionChanges.ClocksDiffer)
        {
            return RetentionErrors.PreviewAhead;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Approved(db, job).AnyAsync(cancellation) ? null : RetentionErrors.PolicyChanged;
    }

    private static IQueryable<RetentionPolicy> Approved(DashboardDbContext db, RetentionRun job) =>
        db.RetentionPolicies.Where(p => p.Id == job.PolicyId && p.Revision == job.PolicyRevision && p.ArchivedAt == null && (p.IsOn || !job.IsScheduled));

    private async Task<bool> IsPausedAsync(RetentionRun job, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.RetentionRuns.AnyAsync(r => r.Id == job.Id && r.PauseRequested, cancellation);
    }

    // The policy was edited, switched off or archived while the slice waited for its turn: nothing of it counts.
    private sealed class SliceIsVoidException : Exception;
}

using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>The two ends of a run: the ledger's head before it, and its outcome with certificate and audit entry in one transaction.</summary>
internal sealed class FinishRetention(
    IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, JobFiles files, LedgerWriter ledger, CertificateSigning certificates, JobFeed<RetentionRun> feed, ScrubDatabase scrub, ILogger<FinishRetention> log, TimeProvider clock)
{
    private static readonly Actor Worker = Actor.System("retention");

    /// <summary>Notes where the ledger stood, once: a run that goes on after a kill keeps the first.</summary>
    public async Task BeginAsync(RetentionRun job, string owner)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        var head = await db.LedgerHead.AsNoTracking().SingleAsync();
        await Mine(db, job, owner).Where(r => r.HeadBeforeHash == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.HeadBeforeSeq, head.Seq).SetProperty(r => r.HeadBeforeHash, head.Hash));
    }

    /// <param name="status">How it ended.</param>
    /// <param name="why">For staff, where it did not get to its end.</param>
    /// <exception cref="LeaseLostException">Another process has the run.</exception>
    public async Task<JobOutcome> ExecuteAsync(RetentionRun job, string owner, JobStatus status, Error? why = null)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var run = await Mine(db, job, owner).AsNoTracking().SingleOrDefaultAsync() ?? throw new LeaseLostException();
        var head = await db.LedgerHead.AsNoTracking().SingleAsync();
        await ScrubAsync(run);

        // The clock may have been set back since it began: nothing ends before that.
        var now = clock.UtcMilliseconds();
        (run.HeadAfterSeq, run.HeadAfterHash, run.FinishedAt, run.Status) = (head.Seq, head.Hash, run.StartedAt > now ? run.StartedAt : now, status);

        // What was begun gets a certificate, also where it was cancelled: what is gone is gone.
        var certificate = run.HeadBeforeHash is null ? null : await certificates.SignAsync(db, run);
        var finished = await ledger.ChangeAsync(Draft(run, why), async change => await Mine(change, job, owner).ExecuteUpdateAsync(set => set
            .SetProperty(r => r.Status, status)
            .SetProperty(r => r.FailureKey, why == null ? null : why.Key)
            .SetProperty(r => r.FinishedAt, run.FinishedAt)
            .SetProperty(r => r.HeadAfterSeq, run.HeadAfterSeq)
            .SetProperty(r => r.HeadAfterHash, run.HeadAfterHash)
            .SetProperty(r => r.Certificate, certificate)
            .SetProperty(r => r.Done, r => r.Position)
            .SetProperty(r => r.ClaimedBy, (string?)null)
            .SetProperty(r => r.ClaimedUntil, Times.NotYet)
            .SetProperty(r => r.Version, r => r.Version + 1)) == 1);
        if (finished.Failed)
        {
            // Keys are being rotated: the next round ends it.
            return JobOutcome.Later;
        }

        if (!finished.Value)
        {
            throw new LeaseLostException();
        }

        files.DeleteAll(run.PublicId);
        feed.Announce(new(run.PublicId, run.Position, run.Total, status));
        return new JobOutcome(status, why?.Key) { IsSettled = true };
    }

    // What is erased lies in the log until it is moved and cut off; where somebody reads for too long, the next checkpoint does it.
    private async Task ScrubAsync(RetentionRun run)
    {
        if (run.Cleaned > 0 && !await scrub.ExecuteAsync())
        {
            log.LogWarning("The log could not be emptied after the retention run {Run}; it is emptied by the next checkpoint", run.PublicId);
        }
    }

    private static AuditDraft Draft(RetentionRun run, Error? why) => new(
        Worker,
        run.Status switch
        {
            JobStatus.Done => AuditAction.RetentionFinished,
            JobStatus.Cancelled => AuditAction.RetentionCancelled,
            _ => AuditAction.RetentionVoided,
        },
        Subject: $"{run.PublicId}",
        Details: JsonSerializer.Serialize(new { due = run.Total, cleaned = run.Cleaned, held = run.Held, noLongerDue = run.NoLongerDue, digest = Convert.ToHexStringLower(run.CleanedDigest), why = why?.Key }));

    private static IQueryable<RetentionRun> Mine(DashboardDbContext db, RetentionRun job, string owner) =>
        db.RetentionRuns.Where(r => r.Id == job.Id && r.Status == JobStatus.Running && r.ClaimedBy == owner);
}

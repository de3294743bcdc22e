using System.Linq.Expressions;
using System.Text.Json;
using ConsentDashboard.Data;
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
using Microsoft.EntityFrameworkCore.Query;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// Changes of a run's status by people and by the scheduler. Each is one conditional update, audited in its own
/// transaction: of two who decide at once, one is too late.
/// </summary>
public sealed class RetentionChanges(IDbContextFactory<DashboardDbContext> contexts, JobFiles files, LedgerWriter ledger, JobFeed<RetentionRun> feed, TimeProvider clock)
{
    /// <summary>A preview older than this is made again before anybody decides on it.</summary>
    public static readonly TimeSpan PreviewHolds = TimeSpan.FromDays(1);

    /// <summary>So much may the clocks of two nodes differ.</summary>
    internal static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    public async Task<RetentionRun?> FindAsync(PublicId id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.RetentionRuns.AsNoTracking().FirstOrDefaultAsync(r => r.PublicId == id, cancellation);
    }

    /// <summary>Whether so many need the approval of a second person.</summary>
    public async Task<bool> NeedsApprovalAsync(long due, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return due >= await db.RetentionSettings.Select(s => s.ApprovalFrom).SingleAsync(cancellation);
    }

    /// <returns>Why nobody may go on from this preview; null where somebody may.</returns>
    public async Task<Error?> StaleAsync(RetentionRun run, CancellationToken cancellation = default)
    {
        if (OutOfTime(run, clock.UtcMilliseconds()) is { } error)
        {
            return error;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.RetentionPolicies.AnyAsync(p => p.Id == run.PolicyId && p.Revision == run.PolicyRevision && p.ArchivedAt == null && (p.IsOn || !run.IsScheduled), cancellation) ? null : RetentionErrors.PolicyChanged;
    }

    /// <summary>Whether the moment of the preview is one to go on from; a clock that ran ahead made people due too early.</summary>
    internal static Error? OutOfTime(RetentionRun run, DateTime now) =>
        run.PreviewedAt < now - PreviewHolds ? RetentionErrors.PreviewTooOld : run.PreviewedAt > now + ClocksDiffer ? RetentionErrors.PreviewAhead : null;

    /// <summary>Asks for what was previewed: it waits for a second person, or begins at once where none is needed.</summary>
    public Task<Result> RequestAsync(RetentionRun run, string why, bool needsApproval, Actor actor)
    {
        var now = clock.UtcMilliseconds();
        return UpdateAsync(
            Draft(run, AuditAction.RetentionRequested, actor, why),
            r => r.Id == run.Id && r.Status == JobStatus.Draft,
            set => set
                .SetProperty(r => r.Status, needsApproval ? JobStatus.AwaitingApproval : JobStatus.Waiting)
                .SetProperty(r => r.Why, why)
                .SetProperty(r => r.RequestedAt, now)
                .SetProperty(r => r.CreatedBy, actor.Key)
                .SetProperty(r => r.CreatedByName, actor.Name)
                .SetProperty(r => r.Version, r => r.Version + 1));
    }

    /// <summary>A second person decides; never who asked, by hand or by a schedule of theirs.</summary>
    /// <param name="alone">So few that the settings want no second person: whoever set the schedule may let it begin.</param>
    public async Task<Result> DecideAsync(RetentionRun run, bool approves, string note, Actor actor, bool alone = false)
    {
        var now = clock.UtcMilliseconds();
        var decided = await UpdateAsync(
            Draft(run, approves ? AuditAction.RetentionApproved : AuditAction.RetentionRejected, actor, note),
            r => r.Id == run.Id && r.Status == JobStatus.AwaitingApproval && r.CreatedBy != actor.Key && (alone || r.ArrangedBy == null || r.ArrangedBy != actor.Key),
            set => set
                .SetProperty(r => r.Status, approves ? JobStatus.Waiting : JobStatus.Rejected)
                .SetProperty(r => r.DecidedAt, now)
                .SetProperty(r => r.DecidedBy, actor.Key)
                .SetProperty(r => r.DecidedByName, actor.Name)
                .SetProperty(r => r.DecisionNote, note.Length == 0 ? null : note)
                .SetProperty(r => r.FinishedAt, approves ? null : now)
                .SetProperty(r => r.Version, r => r.Version + 1));
        return approves ? decided : Forget(run, decided);
    }

    /// <summary>What has not begun ends at once; what runs is asked to, and ends after its slice. A paused one that had begun goes on only to end, so that it gets its certificate.</summary>
    public async Task<Result> CancelAsync(RetentionRun run, Actor actor)
    {
        var now = clock.UtcMilliseconds();
        var draft = Draft(run, AuditAction.RetentionCancelled, actor, "");
        var ended = await UpdateAsync(
            draft,
            r => r.Id == run.Id && r.HeadBeforeHash == null && (r.Status == JobStatus.Draft || r.Status == JobStatus.AwaitingApproval || r.Status == JobStatus.Waiting),
            set => set.SetProperty(r => r.Status, JobStatus.Cancelled).SetProperty(r => r.FinishedAt, now).SetProperty(r => r.Version, r => r.Version + 1));
        return !ended.Failed || ended.Error != RetentionErrors.NotWaiting
            ? Forget(run, ended)
            : await UpdateAsync(
                draft,
                r => r.Id == run.Id && (r.Status == JobStatus.Running || r.Status == JobStatus.Paused || r.Status == JobStatus.Failed || r.Status == JobStatus.Waiting) && !r.CancelRequested,
                set => set
                    .SetProperty(r => r.CancelRequested, true)
                    .SetProperty(r => r.PauseRequested, false)
                    .SetProperty(r => r.FailureKey, (string?)null)
                    .SetProperty(r => r.FailureDetails, (string?)null)
                    .SetProperty(r => r.FinishedAt, (DateTime?)null)
                    .SetProperty(r => r.Status, r => r.Status == JobStatus.Running ? JobStatus.Running : JobStatus.Waiting));
    }

    public Task<Result> PauseAsync(RetentionRun run, Actor actor) => UpdateAsync(
        Draft(run, AuditAction.RetentionPaused, actor, ""),
        r => r.Id == run.Id && r.Status == JobStatus.Running && !r.PauseRequested && !r.CancelRequested,
        set => set.SetProperty(r => r.PauseRequested, true));

    /// <summary>Goes on with what was paused, or broke off: the same set, from the same place.</summary>
    public Task<Result> ResumeAsync(RetentionRun run, Actor actor) => UpdateAsync(
        Draft(run, AuditAction.RetentionResumed, actor, ""),
        r => r.Id == run.Id && (r.Status == JobStatus.Paused || (r.Status == JobStatus.Failed && r.HeadBeforeHash != null && r.Certificate == null) || (r.Status == JobStatus.Running && r.PauseRequested)),
        set => set
            .SetProperty(r => r.Status, r => r.Status == JobStatus.Running ? JobStatus.Running : JobStatus.Waiting)
            .SetProperty(r => r.PauseRequested, false)
            .SetProperty(r => r.FailureKey, (string?)null)
            .SetProperty(r => r.FailureDetails, (string?)null)
            .SetProperty(r => r.FinishedAt, (DateTime?)null)
            .SetProperty(r => r.Version, r => r.Version + 1));

    // A set is not kept for longer than it may be used.
    private Result Forget(RetentionRun run, Result ended)
    {
        if (!ended.Failed)
        {
            files.DeleteAll(run.PublicId);
        }

        return ended;
    }

    private async Task<Result> UpdateAsync(AuditDraft audit, Expression<Func<RetentionRun, bool>> which, Action<UpdateSettersBuilder<RetentionRun>> change)
    {
        var changed = await ledger.ChangeAsync(audit, async db => await db.RetentionRuns.Where(which).ExecuteUpdateAsync(change) == 1);
        if (changed.Failed || !changed.Value)
        {
            return changed.Error ?? RetentionErrors.NotWaiting;
        }

        feed.Wake();
        return Result.Ok;
    }

    private static AuditDraft Draft(RetentionRun run, AuditAction action, Actor actor, string reason) => new(
        actor,
        action,
        Subject: $"{run.PublicId}",
        Reason: reason.Length == 0 ? null : reason,
        Details: JsonSerializer.Serialize(new { due = run.Total, digest = Convert.ToHexStringLower(run.SetDigest), revision = run.PolicyRevision }));
}

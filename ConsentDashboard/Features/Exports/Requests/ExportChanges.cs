using System.Linq.Expressions;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>
/// Changes of an export's status by people. Each is one conditional update, audited in its
/// own transaction: of two who decide at once, one is too late.
/// </summary>
public sealed class ExportChanges(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    internal async Task<ExportJob?> FindAsync(PublicId id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ExportJobs.AsNoTracking().FirstOrDefaultAsync(j => j.PublicId == id, cancellation);
    }

    /// <param name="audit">By whom, recorded with the change.</param>
    /// <returns>False where somebody else was quicker.</returns>
    internal Task<Result<bool>> DecideAsync(ExportJob job, bool approves, string note, AuditDraft audit)
    {
        var (now, actor) = (clock.UtcMilliseconds(), audit.Actor);
        return UpdateAsync(
            audit,
            j => j.Id == job.Id && j.Status == JobStatus.AwaitingApproval && j.CreatedBy != actor.Key,
            rows => rows.ExecuteUpdateAsync(set => set
                .SetProperty(j => j.Status, approves ? JobStatus.Waiting : JobStatus.Rejected)
                .SetProperty(j => j.DecidedAt, now)
                .SetProperty(j => j.DecidedBy, actor.Key)
                .SetProperty(j => j.DecidedByName, actor.Name)
                .SetProperty(j => j.DecisionNote, note.Length == 0 ? null : note)
                .SetProperty(j => j.FinishedAt, approves ? null : now)
                .SetProperty(j => j.Version, j => j.Version + 1)));
    }

    /// <summary>What has not begun ends at once; what runs is asked to, and ends within a second.</summary>
    /// <returns>False where it has ended.</returns>
    internal async Task<Result<bool>> CancelAsync(ExportJob job, AuditDraft audit)
    {
        var now = clock.UtcMilliseconds();
        var ended = await UpdateAsync(
            audit,
            j => j.Id == job.Id && (j.Status == JobStatus.AwaitingApproval || j.Status == JobStatus.Waiting),
            rows => rows.ExecuteUpdateAsync(set => set
                .SetProperty(j => j.Status, JobStatus.Cancelled)
                .SetProperty(j => j.FinishedAt, now)
                .SetProperty(j => j.Version, j => j.Version + 1)));
        return ended.Failed || ended.Value
            ? ended
            : await UpdateAsync(
                audit,
                j => j.Id == job.Id && j.Status == JobStatus.Running && !j.CancelRequested,
                rows => rows.ExecuteUpdateAsync(set => set.SetProperty(j => j.CancelRequested, true)));
    }

    /// <returns>False where there is nothing to download any more.</returns>
    internal Task<Result<bool>> CountDownloadAsync(long id, DateTime now, AuditDraft audit) => UpdateAsync(
        audit,
        j => j.Id == id && j.Status == JobStatus.Done && j.ExpiresAt > now,
        rows => rows.ExecuteUpdateAsync(set => set.SetProperty(j => j.Downloads, j => j.Downloads + 1)));

    private Task<Result<bool>> UpdateAsync(AuditDraft audit, Expression<Func<ExportJob, bool>> which, Func<IQueryable<ExportJob>, Task<int>> update) =>
        ledger.ChangeAsync(audit, async db => await update(db.ExportJobs.Where(which)) == 1);
}

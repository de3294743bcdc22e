using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Previews hold for a day: what nobody asked for goes, and what nobody decided on is over. A set is not kept for longer than it may be used.</summary>
public sealed class RetentionExpiry(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, JobFiles files, LedgerWriter ledger, TimeProvider clock)
{
    private const int Most = 100;

    /// <returns>How many previews went and requests ended.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        var now = clock.UtcMilliseconds();
        var (before, after) = (now - RetentionChanges.PreviewHolds, now + RetentionChanges.ClocksDiffer);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var old = await db.RetentionRuns.AsNoTracking()
            .Where(r => (r.Status == JobStatus.Draft || r.Status == JobStatus.AwaitingApproval) && (r.PreviewedAt < before || r.PreviewedAt > after)).OrderBy(r => r.Id).Take(Most).ToListAsync(cancellation);
        var swept = 0;
        foreach (var run in old)
        {
            swept += await (run.Status == JobStatus.Draft ? ForgetAsync(run) : EndAsync(run)) ? 1 : 0;
        }

        return swept;
    }

    private async Task<bool> ForgetAsync(RetentionRun run)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk);
        await using var db = await contexts.CreateDbContextAsync();
        if (await db.RetentionRuns.Where(r => r.Id == run.Id && r.Status == JobStatus.Draft).ExecuteDeleteAsync() == 0)
        {
            return false;
        }

        files.DeleteAll(run.PublicId);
        return true;
    }

    private async Task<bool> EndAsync(RetentionRun run)
    {
        var now = clock.UtcMilliseconds();
        var why = (RetentionChanges.OutOfTime(run, now) ?? RetentionErrors.PreviewTooOld).Key;
        var ended = await ledger.ChangeAsync(
            new(Actor.System("retention"), AuditAction.RetentionVoided, Subject: $"{run.PublicId}"),
            async db => await db.RetentionRuns.Where(r => r.Id == run.Id && r.Status == JobStatus.AwaitingApproval).ExecuteUpdateAsync(set => set
                .SetProperty(r => r.Status, JobStatus.Expired)
                .SetProperty(r => r.FailureKey, why)
                .SetProperty(r => r.FinishedAt, now)
                .SetProperty(r => r.Version, r => r.Version + 1)) == 1);
        if (ended is not { Failed: false, Value: true })
        {
            return false;
        }

        files.DeleteAll(run.PublicId);
        return true;
    }
}

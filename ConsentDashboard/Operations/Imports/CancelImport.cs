using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>
/// Ends an import. One that is being worked on ends behind its present slice, and a run or undo can be gone on with; one of
/// which nothing was written yet goes with its files.
/// </summary>
public sealed class CancelImport(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, JobFiles files, TimeProvider clock)
{
    public sealed record Input(PublicId Import);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var batch = await db.ImportBatches.AsNoTracking().SingleOrDefaultAsync(b => b.PublicId == input.Import, cancellation);
        if (batch is null)
        {
            return ImportErrors.NotFound;
        }

        if (batch is { Stage: ImportStage.DryRun, Status: JobStatus.Cancelled } && !files.Exists(input.Import, ImportFiles.Upload))
        {
            return ImportErrors.WrongStage;
        }

        // A worker may take it, or end it, while we ask: both are tried.
        var audit = new Audit.AuditDraft(actor, AuditAction.ImportCancelled, Subject: $"{input.Import}");
        var isOver = await ledger.AuditAsync(audit, own => EndAsync(own, batch));
        if (!isOver && !await ledger.AuditAsync(audit, own => AskAsync(own, batch)))
        {
            return ImportErrors.WrongStage;
        }

        // A dry run that only waits is stopped as one that works: it can be asked for again.
        if (isOver && batch is { Stage: ImportStage.Mapping } or { Stage: ImportStage.DryRun, Status: not JobStatus.Waiting })
        {
            files.DeleteAll(input.Import);
        }

        return Result.Ok;
    }

    private async Task<bool> EndAsync(DashboardDbContext db, ImportBatch batch)
    {
        var now = clock.UtcMilliseconds();
        return await db.ImportBatches
            .Where(b => b.Id == batch.Id && b.Stage == batch.Stage && b.Status == batch.Status)
            .Where(b => b.Status == JobStatus.Draft || b.Status == JobStatus.Waiting
                || (b.Stage == ImportStage.DryRun && (b.Status == JobStatus.Done || b.Status == JobStatus.Failed || b.Status == JobStatus.Cancelled)))
            .ExecuteUpdateAsync(set => set
                .SetProperty(b => b.Status, JobStatus.Cancelled)
                .SetProperty(b => b.FinishedAt, now)
                .SetProperty(b => b.Version, b => b.Version + 1)) == 1;
    }

    private static async Task<bool> AskAsync(DashboardDbContext db, ImportBatch batch) =>
        await db.ImportBatches.Where(b => b.Id == batch.Id && b.Status == JobStatus.Running).ExecuteUpdateAsync(set => set.SetProperty(b => b.CancelRequested, true)) == 1;
}

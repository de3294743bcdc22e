using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>
/// Takes a batch back, by new events. What somebody did since stands; withdrawals that the list brought stand too, until two
/// people annul them. Numbers that the batch brought stay known, and permit nothing.
/// </summary>
public sealed class UndoImport(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, JobFiles files, JobFeed<ImportBatch> feed)
{
    public sealed record Input(PublicId Import, string Reason);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        if (string.IsNullOrWhiteSpace(input.Reason))
        {
            return ImportErrors.NoReason;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var batch = await db.ImportBatches.AsNoTracking().SingleOrDefaultAsync(b => b.PublicId == input.Import, cancellation);
        if (batch is null || !MayBe(batch))
        {
            return batch is null ? ImportErrors.NotFound : ImportErrors.WrongStage;
        }

        // An undo that goes on keeps its place; from a run it begins at the first event.
        var checkpoint = batch.Stage == ImportStage.Undo ? batch.Checkpoint : null;
        var asked = await ledger.AuditAsync(new(actor, AuditAction.ImportUndone, Subject: $"{input.Import}", Reason: input.Reason.Trim()), async own => await own.ImportBatches
            .Where(b => b.Id == batch.Id && b.Stage == batch.Stage && b.Status == batch.Status && b.Version == batch.Version)
            .ExecuteUpdateAsync(set => set
                .SetProperty(b => b.Stage, ImportStage.Undo)
                .SetProperty(b => b.Status, JobStatus.Waiting)
                .SetProperty(b => b.FailureKey, (string?)null)
                .SetProperty(b => b.FailureDetails, (string?)null)
                .SetProperty(b => b.Checkpoint, checkpoint)
                .SetProperty(b => b.Done, 0)
                .SetProperty(b => b.Total, 0)
                .SetProperty(b => b.UndoneBy, actor.Key)
                .SetProperty(b => b.Version, b => b.Version + 1)) == 1);
        if (!asked)
        {
            return ImportErrors.WrongStage;
        }

        // A run that was cancelled is not gone on with once it is taken back.
        files.DeleteAllBut(input.Import, ImportFiles.Kept);
        feed.Wake();
        return Result.Ok;
    }

    private static bool MayBe(ImportBatch batch) => batch switch
    {
        { Stage: ImportStage.Run, Status: JobStatus.Done or JobStatus.Cancelled or JobStatus.Failed } => true,
        { Stage: ImportStage.Undo, Status: JobStatus.Cancelled or JobStatus.Failed } => true,
        _ => false,
    };
}

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

/// <summary>Asks for the dry run of an uploaded list, or for another one after its mapping or declaration has changed.</summary>
public sealed class TryImport(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, JobFiles files, JobFeed<ImportBatch> feed)
{
    public sealed record Input(PublicId Import);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var batch = await db.ImportBatches.AsNoTracking().SingleOrDefaultAsync(b => b.PublicId == input.Import, cancellation);
        if (batch is null || !files.Exists(input.Import, ImportFiles.Upload))
        {
            return batch is null ? ImportErrors.NotFound : ImportErrors.NoFile;
        }

        if (await Declaration.RefusalAsync(db, batch, cancellation) is { } refusal)
        {
            return refusal;
        }

        var asked = await ledger.AuditAsync(new(actor, AuditAction.ImportTried, Subject: $"{input.Import}"), async own => await own.ImportBatches
            .Where(b => b.Id == batch.Id && (b.Stage == ImportStage.Mapping || b.Stage == ImportStage.DryRun) && b.Status != JobStatus.Waiting && b.Status != JobStatus.Running)
            .ExecuteUpdateAsync(set => set
                .SetProperty(b => b.Stage, ImportStage.DryRun)
                .SetProperty(b => b.Status, JobStatus.Waiting)
                .SetProperty(b => b.FailureKey, (string?)null)
                .SetProperty(b => b.FailureDetails, (string?)null)
                .SetProperty(b => b.Done, 0)
                .SetProperty(b => b.Total, 0)
                .SetProperty(b => b.TriedCounts, "{}")
                .SetProperty(b => b.TriedDigest, (byte[]?)null)
                .SetProperty(b => b.Version, b => b.Version + 1)) == 1);
        if (!asked)
        {
            return ImportErrors.WrongStage;
        }

        feed.Wake();
        return Result.Ok;
    }
}

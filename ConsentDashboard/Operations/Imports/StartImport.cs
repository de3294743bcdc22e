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

/// <summary>Runs what a dry run has shown; or goes on with a run that was cancelled or failed, behind the last row written.</summary>
public sealed class StartImport(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, JobFiles files, JobFeed<ImportBatch> feed)
{
    /// <param name="Shown">The digest of the dry run whose figures were on screen.</param>
    public sealed record Input(PublicId Import, byte[] Shown);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var batch = await db.ImportBatches.AsNoTracking().SingleOrDefaultAsync(b => b.PublicId == input.Import, cancellation);
        if (Refusal(batch, input) is { } refusal)
        {
            return refusal;
        }

        var started = await ledger.AuditAsync(new(actor, AuditAction.ImportStarted, Subject: $"{input.Import}", Details: batch!.TriedCounts), async own => await own.ImportBatches
            .Where(b => b.Id == batch.Id && b.Stage == batch.Stage && b.Status == batch.Status && b.Version == batch.Version)
            .ExecuteUpdateAsync(set => set
                .SetProperty(b => b.Stage, ImportStage.Run)
                .SetProperty(b => b.Status, JobStatus.Waiting)
                .SetProperty(b => b.FailureKey, (string?)null)
                .SetProperty(b => b.FailureDetails, (string?)null)
                .SetProperty(b => b.Done, b => b.Stage == ImportStage.Run ? b.Done : 0)
                .SetProperty(b => b.Version, b => b.Version + 1)) == 1);
        if (!started)
        {
            return ImportErrors.WrongStage;
        }

        feed.Wake();
        return Result.Ok;
    }

    private Error? Refusal(ImportBatch? batch, Input input) => batch switch
    {
        null => ImportErrors.NotFound,
        not ({ Stage: ImportStage.DryRun, Status: JobStatus.Done } or { Stage: ImportStage.Run, Status: JobStatus.Cancelled or JobStatus.Failed }) => ImportErrors.WrongStage,
        { FailureKey: { } key } when key == ImportErrors.PersonErased.Key => ImportErrors.PersonErased,
        { TriedDigest: null } => ImportErrors.WrongStage,
        _ when !batch.TriedDigest.AsSpan().SequenceEqual(input.Shown) => ImportErrors.TriedAgain,
        _ when !files.Exists(batch.PublicId, ImportFiles.Sorted) => ImportErrors.NoFile,
        _ => null,
    };
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Imports;

/// <summary>Changes what was said of a list before it is run. What a dry run answered is void then: it was about something else.</summary>
public sealed class ChangeDraft(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, JobFiles files)
{
    /// <param name="change">Sees the rows of senders, wordings and points as they are; an error changes nothing.</param>
    public async Task<Result> ExecuteAsync(PublicId import, AuditDraft audit, Func<DashboardDbContext, ImportBatch, CancellationToken, Task<Error?>> change, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var batch = await db.ImportBatches.SingleOrDefaultAsync(b => b.PublicId == import, cancellation);
        if (Refusal(batch) is { } refusal)
        {
            return refusal;
        }

        if (await change(db, batch!, cancellation) is { } error)
        {
            return error;
        }

        (batch!.Stage, batch.Status, batch.FailureKey, batch.FailureDetails) = (ImportStage.Mapping, JobStatus.Draft, null, null);
        (batch.TriedCounts, batch.TriedDigest, batch.TriedAt, batch.Done, batch.Total, batch.CancelRequested) = ("{}", null, null, 0, 0, false);
        var saved = await ledger.AuditAsync(audit, async own =>
        {
            var kept = batch.Version;
            own.Attach(batch).State = EntityState.Modified;
            own.Entry(batch).Property(b => b.Version).OriginalValue = kept;
            batch.Version = kept + 1;
            try
            {
                return await own.SaveChangesAsync() == 1;
            }
            catch (DbUpdateConcurrencyException)
            {
                return false;
            }
        });
        return saved ? Result.Ok : ImportErrors.WrongStage;
    }

    private Error? Refusal(ImportBatch? batch) => batch switch
    {
        null => ImportErrors.NotFound,
        { Stage: not (ImportStage.Mapping or ImportStage.DryRun) } or { Status: JobStatus.Waiting or JobStatus.Running } => ImportErrors.WrongStage,
        _ when !files.Exists(batch.PublicId, ImportFiles.Upload) => ImportErrors.NoFile,
        _ => null,
    };
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.Files;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>
/// An upload that nobody goes on with is dropped after some days or with the erasure of somebody on it, and so are
/// the verdicts of imports that are over; with them goes what names the file and where its proof lies.
/// </summary>
internal sealed class ImportUpkeep(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, JobFiles files, TimeProvider clock)
{
    private static readonly TimeSpan Unfinished = TimeSpan.FromDays(7);
    private static readonly TimeSpan Verdicts = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (left, over) = (clock.UtcMilliseconds() - Unfinished, clock.UtcMilliseconds() - Verdicts);
        var due = await db.ImportBatches
            .Where(b => b.FileName != "" && b.Status != JobStatus.Waiting && b.Status != JobStatus.Running)
            .Where(b => (b.Stage == ImportStage.Run && b.Status == JobStatus.Done) || b.Status == JobStatus.Undone ? b.FinishedAt < over : b.FailureKey == ImportErrors.PersonErased.Key || (b.FinishedAt ?? b.CreatedAt) < left)
            .Select(b => new { b.Id, b.PublicId, b.Status, b.Stage })
            .ToListAsync(cancellation);
        foreach (var batch in due)
        {
            using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
            var wasTried = batch.Stage is ImportStage.Mapping or ImportStage.DryRun;
            var ended = await db.ImportBatches.Where(b => b.Id == batch.Id && b.Status == batch.Status).ExecuteUpdateAsync(
                set => set
                    .SetProperty(b => b.FileName, "")
                    .SetProperty(b => b.ProofReference, "")
                    .SetProperty(b => b.Checkpoint, b => b.Stage == ImportStage.Undo ? b.Checkpoint : null)
                    .SetProperty(b => b.Status, b => wasTried ? JobStatus.Expired : b.Status)
                    .SetProperty(b => b.Version, b => b.Version + 1),
                CancellationToken.None);
            if (ended == 1)
            {
                files.DeleteAll(batch.PublicId);
            }
        }
    }
}

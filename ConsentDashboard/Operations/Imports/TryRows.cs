using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>The dry run: what each row would come to, by the ledger's own rules. Nothing is written but files of the job.</summary>
internal sealed class TryRows(SortRows sorting, LedgerWriter ledger, JobFiles files, IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    private const int Slice = 1000;

    public async Task<JobOutcome> RunAsync(ImportBatch batch, JobRun<ImportBatch> run, CancellationToken stopping)
    {
        files.DeleteAllBut(batch.PublicId, [ImportFiles.Upload]);
        var seq = await HeadAsync(stopping);
        var verdicts = new VerdictWriting(files, batch.PublicId);
        if (await sorting.RunAsync(batch, run, verdicts, stopping) is not { } sorted || !await JudgeAsync(batch, run, sorted, verdicts, stopping))
        {
            files.DeleteAllBut(batch.PublicId, [ImportFiles.Upload]);
            return JobOutcome.Cancelled;
        }

        var digest = await verdicts.CompleteAsync(Declaration.Bytes(batch), stopping);
        await run.ReportAsync(sorted.Rows, sorted.Rows, always: true);
        await SaveAsync(batch, run, verdicts.Counts, digest, seq);
        return JobOutcome.Done;
    }

    private async Task<bool> JudgeAsync(ImportBatch batch, JobRun<ImportBatch> run, SortedFile sorted, VerdictWriting verdicts, CancellationToken stopping)
    {
        using var rows = new SortedRows(files, batch.PublicId);
        var acts = new ImportActs(batch, rows.Generation);
        await using var tried = files.Create(batch.PublicId, ImportFiles.Tried);
        var done = sorted.Rows - sorted.Sorted;
        while (RowSlice.Read(rows, acts, Slice) is { } slice)
        {
            await run.ReportAsync(done, sorted.Rows);
            if (run.CancelRequested)
            {
                return false;
            }

            var outcomes = await OpenLedger.WhenOpenAsync(() => ledger.RehearseSliceAsync(slice.Acts, stopping), () => run.ReportAsync(done, sorted.Rows), clock, stopping);
            foreach (var (record, verdict) in slice.Verdicts(outcomes))
            {
                tried.Write([(byte)verdict.Verdict]);
                await verdicts.AddAsync(record.Row, verdict.Verdict, verdict.Reason, () => NumberFormats.Mask(record.Number.Value));
            }

            done += slice.Count;
        }

        await tried.CompleteAsync();
        return true;
    }

    private async Task<long> HeadAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.LedgerHead.Select(head => head.Seq).SingleAsync(cancellation);
    }

    private async Task SaveAsync(ImportBatch batch, JobRun<ImportBatch> run, ImportCounts counts, byte[] digest, long seq)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        var (now, json) = (clock.UtcMilliseconds(), counts.ToJson());
        var saved = await db.ImportBatches.Where(b => b.Id == batch.Id && b.Status == JobStatus.Running && b.ClaimedBy == run.Owner).ExecuteUpdateAsync(set => set
            .SetProperty(b => b.TriedCounts, json)
            .SetProperty(b => b.TriedDigest, digest)
            .SetProperty(b => b.TriedAt, now)
            .SetProperty(b => b.TriedAtSeq, seq));
        if (saved != 1)
        {
            throw new LeaseLostException();
        }
    }
}

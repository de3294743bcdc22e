using System.Buffers.Binary;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>
/// Takes back, by new events, what a batch gave: each of its consents is invalidated where nothing has touched it since,
/// and where it had renewed an earlier one, that one is given again. What the batch withdrew stays withdrawn.
/// </summary>
internal sealed class UndoRows(LedgerWriter ledger, EarlierConsents earlier, IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    public async Task<JobOutcome> RunAsync(ImportBatch batch, JobRun<ImportBatch> run, CancellationToken stopping)
    {
        var counts = ImportCounts.Parse(batch.RunCounts);
        var total = await CountAsync(batch, stopping);
        long after = LastEvent(batch.Checkpoint), done = counts.Undone + counts.Left;
        var size = new SliceSize();
        while (await PageAsync(batch, after, size.Acts, stopping) is { Count: > 0 } page)
        {
            var undos = await earlier.UndosAsync(page, stopping);
            List<ConsentAct> acts = [.. undos.SelectMany(undo => undo.Acts)];
            after = page[^1].Id;
            var (last, before) = (BitConverter.GetBytes(after), counts);
            BinaryPrimitives.WriteInt64BigEndian(last, after);
            var slice = ledger.PrepareSlice(acts, (db, outcomes) => RunProgress.SaveAsync(db, batch, run.Owner, Behind(before, undos, outcomes), last));
            var outcomes = await OpenLedger.WhenOpenAsync(() => ledger.RecordSliceAsync(slice, cancellation: stopping), () => run.ReportAsync(done, total), clock, stopping);
            counts = Behind(before, undos, outcomes);
            size.Fit(acts.Count, slice);
            done += page.Count;
            await run.ReportAsync(done, total);
            if (run.CancelRequested)
            {
                await SaveAsync(batch, run, counts, last);
                return JobOutcome.Cancelled;
            }
        }

        await run.ReportAsync(total, total, always: true);
        await ledger.AuditAsync(
            new(Actor.System("imports"), AuditAction.ImportFinished, Subject: $"{batch.PublicId}", Details: counts.ToJson()),
            async db =>
            {
                await RunProgress.SaveAsync(db, batch, run.Owner, counts, Checkpoint.End);
                var now = clock.UtcMilliseconds();
                return await db.ImportBatches.Where(b => b.Id == batch.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.UndoneAt, now)) == 1;
            });
        return new(JobStatus.Undone);
    }

    private static ImportCounts Behind(ImportCounts before, IReadOnlyList<RowUndo> undos, IReadOnlyList<Result<RecordedAct>> outcomes)
    {
        var (undone, restored, next) = (0, 0, 0);
        foreach (var undo in undos)
        {
            var answers = outcomes.Skip(next).Take(undo.Acts.Count).ToList();
            next += undo.Acts.Count;
            undone += answers[0].Failed ? 0 : 1;
            restored += answers.Skip(1).Any(answer => !answer.Failed) ? 1 : 0;
        }

        return before with { Undone = before.Undone + undone, Restored = before.Restored + restored, Left = before.Left + undos.Count - undone };
    }

    // At the beginning it is the run's.
    private static long LastEvent(byte[]? checkpoint) => checkpoint is { Length: sizeof(long) } ? BinaryPrimitives.ReadInt64BigEndian(checkpoint) : 0;

    internal static IQueryable<ConsentEvent> Given(DashboardDbContext db, long batch, long after) => db.ConsentEvents.AsNoTracking()
        .Where(e => e.ImportBatchId == batch && e.Id > after && e.Type == ConsentEventType.Given);

    private async Task<long> CountAsync(ImportBatch batch, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Given(db, batch.Id, 0).LongCountAsync(cancellation);
    }

    private async Task<List<ConsentEvent>> PageAsync(ImportBatch batch, long after, int size, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Given(db, batch.Id, after).OrderBy(e => e.Id).Take(size).ToListAsync(cancellation);
    }

    private async Task SaveAsync(ImportBatch batch, JobRun<ImportBatch> run, ImportCounts counts, byte[] checkpoint)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        await RunProgress.SaveAsync(db, batch, run.Owner, counts, checkpoint);
    }
}

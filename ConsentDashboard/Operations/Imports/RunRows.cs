using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>
/// The run: the rows of the sorted file, slice by slice through the ledger, whose rules decide on each again inside its
/// transaction. One thread prepares the next slices while another writes.
/// </summary>
internal sealed class RunRows(LedgerWriter ledger, JobFiles files, FinishRun finish, IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    private const int Ahead = 2;

    // Slices that write nothing keep no mark; a restart would judge their rows again.
    private const int SlicesWithoutMark = 50;

    private sealed record Prepared(RowSlice Rows, byte[] Tried, PreparedSlice Slice);

    public async Task<JobOutcome> RunAsync(ImportBatch batch, JobRun<ImportBatch> run, CancellationToken stopping)
    {
        if (Checkpoint.IsEnd(batch.Checkpoint))
        {
            finish.Clean(batch);
            return JobOutcome.Done;
        }

        var tried = ImportCounts.Parse(batch.TriedCounts);
        var at = new Position(Start(batch, tried));
        foreach (var ahead in files.Names(batch.PublicId, ImportFiles.Changed).Where(name => FinishRun.OrdinalOf(name) > at.Progress.Ordinal))
        {
            files.Delete(batch.PublicId, ahead);
        }

        if (!await WriteAsync(batch, run, at, tried.Total, stopping))
        {
            await SaveAsync(batch, run, at);
            return JobOutcome.Cancelled;
        }

        await SaveAsync(batch, run, at);
        await run.ReportAsync(tried.Total, tried.Total, always: true);
        await finish.RunAsync(batch, run, at.Progress.Counts, stopping);
        return JobOutcome.Done;
    }

    // What could not be read or is no number has its verdict from the dry run: the file is the same.
    private static RunProgress Start(ImportBatch batch, ImportCounts tried)
    {
        if (Checkpoint.Read(batch.Checkpoint) is { } checkpoint)
        {
            return new(ImportCounts.Parse(batch.RunCounts), checkpoint);
        }

        ImportVerdict[] settled = [ImportVerdict.Problem, ImportVerdict.InvalidNumber];
        return new(new() { Rows = settled.Where(verdict => tried[verdict] > 0).ToDictionary(verdict => verdict, verdict => tried[verdict]) }, null);
    }

    // False: somebody asked for an end.
    private async Task<bool> WriteAsync(ImportBatch batch, JobRun<ImportBatch> run, Position at, long total, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var size = new SliceSize();
        var ahead = Channel.CreateBounded<Prepared>(Ahead);
        var preparing = Task.Run(() => PrepareAsync(batch, run, at, size, ahead.Writer, ending.Token), CancellationToken.None);
        try
        {
            await foreach (var next in ahead.Reader.ReadAllAsync(stopping))
            {
                await RecordAsync(batch, run, at, next, total, stopping);
                size.Fit(next.Rows.Acts.Count, next.Slice);
                await run.ReportAsync(at.Progress.Counts.Total, total);
                if (run.CancelRequested)
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            await ending.CancelAsync();
            await ((Task)preparing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RecordAsync(ImportBatch batch, JobRun<ImportBatch> run, Position at, Prepared next, long total, CancellationToken stopping)
    {
        at.Marked = null;
        var outcomes = next.Rows.Acts.Count == 0
            ? []
            : await OpenLedger.WhenOpenAsync(() => ledger.RecordSliceAsync(next.Slice, cancellation: stopping), () => run.ReportAsync(at.Progress.Counts.Total, total), clock, stopping);
        (at.Progress, at.Unmarked) = at.Marked is { } marked ? (marked with { Changes = [] }, 0) : (at.Progress.Behind(next.Rows, next.Tried, outcomes), at.Unmarked + 1);
        if (at.Unmarked >= SlicesWithoutMark)
        {
            await SaveAsync(batch, run, at);
        }
    }

    private async Task PrepareAsync(ImportBatch batch, JobRun<ImportBatch> run, Position at, SliceSize size, ChannelWriter<Prepared> to, CancellationToken stopping)
    {
        try
        {
            await foreach (var (rows, tried) in SlicesAsync(batch, at.Progress.At, size, stopping))
            {
                var slice = ledger.PrepareSlice(rows.Acts, async (db, outcomes) =>
                {
                    var behind = at.Progress.Behind(rows, tried, outcomes);
                    await behind.SaveAsync(db, files, batch, run.Owner);
                    at.Marked = behind;
                });
                await to.WriteAsync(new(rows, tried, slice), stopping);
            }

            to.Complete();
        }
        catch (Exception e)
        {
            to.Complete(e);
        }
    }

    private async IAsyncEnumerable<(RowSlice Rows, byte[] Tried)> SlicesAsync(ImportBatch batch, Checkpoint? from, SliceSize size, [EnumeratorCancellation] CancellationToken stopping)
    {
        using var rows = new SortedRows(files, batch.PublicId);
        await using var tried = files.Open(batch.PublicId, ImportFiles.Tried);
        if (from is not null)
        {
            rows.Resume(from);
            tried.Position = from.Ordinal;
        }

        var acts = new ImportActs(batch, rows.Generation);
        while (RowSlice.Read(rows, acts, size.Acts) is { } slice)
        {
            stopping.ThrowIfCancellationRequested();
            var shown = new byte[slice.Count];
            tried.ReadExactly(shown);
            yield return (slice, shown);
        }
    }

    private async Task SaveAsync(ImportBatch batch, JobRun<ImportBatch> run, Position at)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        await at.Progress.SaveAsync(db, files, batch, run.Owner);
        (at.Progress, at.Unmarked) = (at.Progress with { Changes = [] }, 0);
    }

    /// <summary>Where the writing thread is.</summary>
    private sealed class Position(RunProgress progress)
    {
        public RunProgress Progress { get; set; } = progress;

        /// <summary>What the last slice's transaction wrote; null where it wrote nothing.</summary>
        public RunProgress? Marked { get; set; }

        public int Unmarked { get; set; }
    }
}

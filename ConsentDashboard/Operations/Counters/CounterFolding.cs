using System.Threading.Channels;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Counters;

/// <summary>Adds what the batches changed to the counters, behind whatever else waits to be written.</summary>
public sealed class CounterFolding(
    IDbContextFactory<DashboardDbContext> contexts,
    WriteGate gate,
    LedgerFeed feed,
    TimeProvider clock,
    ILogger<CounterFolding> logger) : BackgroundService
{
    /// <summary>A slice of this many changes takes a few milliseconds.</summary>
    public const int SliceRows = 500;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OtherProcesses = TimeSpan.FromSeconds(30);

    /// <summary>Folds everything there is; bulk work that has the database to itself takes large slices.</summary>
    /// <param name="rows">About how many changes in one transaction.</param>
    public async Task FoldAllAsync(int rows = SliceRows, CancellationToken cancellation = default)
    {
        while (await FoldAsync(rows, cancellation))
        {
        }
    }

    /// <summary>Folds one slice in one transaction.</summary>
    /// <param name="rows">About how many changes; a batch is never divided.</param>
    /// <returns>Whether there may be more to fold.</returns>
    public async Task<bool> FoldAsync(int rows = SliceRows, CancellationToken cancellation = default)
    {
        using (await gate.EnterAsync(WritePriority.Bulk, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            return await db.Database.CreateExecutionStrategy().ExecuteAsync(() => FoldAsync(db, rows, cancellation));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var following = feed.Subscribe(_ => news.Writer.TryWrite(true));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FoldAllAsync(cancellation: stoppingToken);
                await WaitAsync(news.Reader, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Nothing is lost: what is not folded is still added when the counters are read.
                logger.LogWarning(e, "The counters could not be folded; it is tried again");
                await Task.Delay(OtherProcesses, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<bool> FoldAsync(DashboardDbContext db, int rows, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var head = await db.LedgerHead.AsNoTracking().SingleAsync(cancellation);
        var upTo = await EndOfSliceAsync(db, head, rows, cancellation);
        if (upTo == head.CountedSeq || !await ClaimAsync(db, head.CountedSeq, upTo, cancellation))
        {
            return upTo != head.CountedSeq;
        }

        var slice = db.CounterDeltas.Where(d => d.BatchSeq > head.CountedSeq && d.BatchSeq <= upTo);
        var sums = await slice
            .GroupBy(d => new { d.Metric, d.Day, d.Dimension })
            .Select(all => new Counter { Metric = all.Key.Metric, Day = all.Key.Day, Dimension = all.Key.Dimension, Value = all.Sum(d => d.Delta) })
            .ToListAsync(cancellation);
        using var counters = new TableWriter<Counter>(db);
        await counters.InsertAsync(await counters.AddAsync(sums, nameof(Counter.Value), cancellation), cancellation);
        await slice.ExecuteDeleteAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return upTo < head.Seq;
    }

    // Whole batches only: the mark in the head row is a batch.
    private static async Task<long> EndOfSliceAsync(DashboardDbContext db, LedgerHead head, int rows, CancellationToken cancellation)
    {
        var waiting = db.CounterDeltas.Where(d => d.BatchSeq > head.CountedSeq && d.BatchSeq <= head.Seq).OrderBy(d => d.BatchSeq).Select(d => (long?)d.BatchSeq);
        if (await waiting.Skip(rows).FirstOrDefaultAsync(cancellation) is not { } beyond)
        {
            return head.Seq;
        }

        var first = await waiting.FirstAsync(cancellation);
        return beyond == first ? beyond : beyond - 1;
    }

    // Whoever moves the mark folds the slice; another process that read the same mark finds it moved.
    private static async Task<bool> ClaimAsync(DashboardDbContext db, long from, long upTo, CancellationToken cancellation) => await db.LedgerHead
        .Where(h => h.Id == LedgerHead.OnlyId && h.CountedSeq == from)
        .ExecuteUpdateAsync(set => set.SetProperty(h => h.CountedSeq, upTo), cancellation) == 1;

    private async Task WaitAsync(ChannelReader<bool> news, CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var ours = news.ReadAsync(waiting.Token).AsTask();
        await Task.WhenAny(ours, Task.Delay(OtherProcesses, clock, waiting.Token));
        await waiting.CancelAsync();
        stopping.ThrowIfCancellationRequested();
        await Task.Delay(Settling, clock, stopping);
    }
}

using System.Diagnostics;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Exports;

/// <summary>
/// The rows of an export in the database, by which recall finds people again. They are written in slices that hold the
/// lock for a moment each, and only while the job is ours.
/// </summary>
internal sealed class ExportItems(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate)
{
    private const int MinSlice = 100;
    private const int MaxSlice = 8192;
    private const double SliceMilliseconds = 25;

    private int _slice = 1000;

    /// <param name="generation">How many index keys the keyed hashes were made with.</param>
    /// <exception cref="LeaseLostException">Another process has the job.</exception>
    /// <exception cref="IndexesMovedException">The index keys are being rotated: what was read is out of date.</exception>
    public async Task WriteAsync(long job, string owner, int generation, IReadOnlyList<ExportItem> items, CancellationToken cancellation)
    {
        for (var from = 0; from < items.Count;)
        {
            var slice = items.Skip(from).Take(_slice).ToList();
            var lastKey = slice[^1].RowKey;
            var held = TimeSpan.Zero;
            using (await gate.EnterAsync(WritePriority.Bulk, cancellation))
            {
                await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
                await db.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
                    async _ =>
                    {
                        var began = Stopwatch.GetTimestamp();
                        await WriteAsync(db, job, owner, generation, slice);
                        held = Stopwatch.GetElapsedTime(began);
                    },
                    async _ => await db.ExportItems.AnyAsync(i => i.ExportJobId == job && i.RowKey == lastKey),
                    CancellationToken.None);
            }

            from += slice.Count;
            _slice = (int)Math.Clamp((_slice + (_slice * SliceMilliseconds / Math.Max(held.TotalMilliseconds, 0.5))) / 2, MinSlice, MaxSlice);
        }
    }

    /// <summary>Removes all rows of a job, slice by slice.</summary>
    public async Task DeleteAsync(long job, CancellationToken cancellation = default)
    {
        int deleted;
        do
        {
            using (await gate.EnterAsync(WritePriority.Bulk, cancellation))
            {
                await using var db = await contexts.CreateDbContextAsync(cancellation);
                var last = await db.ExportItems.Where(i => i.ExportJobId == job).OrderBy(i => i.RowKey).Skip(MaxSlice / 4).Select(i => (long?)i.RowKey).FirstOrDefaultAsync(cancellation) ?? long.MaxValue;
                deleted = await db.ExportItems.Where(i => i.ExportJobId == job && i.RowKey <= last).ExecuteDeleteAsync(cancellation);
            }
        }
        while (deleted > 0);
    }

    private static async Task WriteAsync(DashboardDbContext db, long job, string owner, int generation, List<ExportItem> slice)
    {
        // So that no erasure and no rotation comes between what is read here and the commit.
        await LedgerHeads.TakeAsync(db);
        if (!await db.ExportJobs.AnyAsync(j => j.Id == job && j.Status == JobStatus.Running && j.ClaimedBy == owner))
        {
            throw new LeaseLostException();
        }

        if (!await db.LedgerHead.AnyAsync(h => h.IndexGeneration == generation && h.Mode == LedgerMode.Open))
        {
            throw new IndexesMovedException();
        }

        await ForgetErasedAsync(db, job, slice);
        using var writer = new TableWriter<ExportItem>(db);
        await writer.InsertAsync(slice);
    }

    // Whoever was erased since she was read has no keyed hash any more, and must not get one here; the file that names her is not handed out.
    private static async Task ForgetErasedAsync(DashboardDbContext db, long job, List<ExportItem> slice)
    {
        var people = slice.Where(item => item.SubscriberId is not null).ToList();
        if (people.Count == 0)
        {
            return;
        }

        var (first, last) = (people[0].SubscriberId, people[^1].SubscriberId);
        var erased = (await db.Subscribers.Where(s => s.Id >= first && s.Id <= last && s.ErasedAt != null).Select(s => s.Id).ToListAsync()).ToHashSet();
        var gone = erased.Count == 0 ? [] : people.FindAll(item => erased.Contains(item.SubscriberId!.Value));
        gone.ForEach(item => item.BlindIndex = null);
        if (gone.Count > 0)
        {
            await db.ExportJobs.Where(j => j.Id == job).ExecuteUpdateAsync(set => set.SetProperty(j => j.FailureKey, ExportErrors.PersonErased.Key));
        }
    }
}

/// <summary>The index keys are being rotated, or were since the export began.</summary>
internal sealed class IndexesMovedException() : Exception("The keyed hashes of numbers were wrapped with another key meanwhile.");

using System.Runtime.CompilerServices;
using ConsentDashboard.Data;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Backups;

/// <summary>What a journal knows and the database does not, because it was put back: gone at its end, or there under the same number with other content.</summary>
internal static class LostBatches
{
    private const int Page = 500;

    public static async IAsyncEnumerable<JournalBatch> OfAsync(DashboardDbContext db, AnchorJournal journal, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var some in journal.Read().Chunk(Page))
        {
            List<long> numbers = [.. some.Select(batch => batch.Seq).Distinct()];
            var there = await db.LedgerBatches.Where(batch => numbers.Contains(batch.Seq)).ToDictionaryAsync(batch => batch.Seq, batch => batch.Hash, cancellation);
            foreach (var batch in some.Where(batch => !there.TryGetValue(batch.Seq, out var hash) || !hash.AsSpan().SequenceEqual(batch.Hash)))
            {
                yield return batch;
            }
        }
    }

    /// <returns>The number of the last batch before anything was lost; null where nothing was.</returns>
    public static async Task<long?> LastCommonAsync(DashboardDbContext db, AnchorJournal journal, CancellationToken cancellation)
    {
        long? first = null;
        await foreach (var batch in OfAsync(db, journal, cancellation))
        {
            first = Math.Min(first ?? long.MaxValue, batch.Seq);
        }

        return first - 1;
    }

    /// <summary>Whether the database is of another installation: it has a ledger, and not a single batch of the journal's.</summary>
    public static async Task<bool> AreAllAsync(DashboardDbContext db, long? lastCommon, CancellationToken cancellation) =>
        lastCommon == 0 && await db.LedgerBatches.AnyAsync(cancellation);
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>Compares the ledger with the journal outside the database: neither may know a batch that the other does not.</summary>
internal sealed class JournalPass(AnchorJournal journal, Findings findings, TimeProvider clock)
{
    private const int Page = 1000;

    // A batch of another process is in the database a moment before it is in the journal.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(1);

    private readonly JournalGaps _gaps = new();

    /// <returns>The newest batch that the journal knows.</returns>
    public async Task<long> RunAsync(DashboardDbContext db, CancellationToken cancellation)
    {
        long anchored = 0;
        foreach (var some in journal.Read().Chunk(Page))
        {
            var (first, last) = (some.Min(b => b.Seq), some.Max(b => b.Seq));
            var stored = await db.LedgerBatches.AsNoTracking().Where(b => b.Seq >= first && b.Seq <= last).ToDictionaryAsync(b => b.Seq, b => b.Hash, cancellation);
            foreach (var line in some)
            {
                anchored = Math.Max(anchored, line.Seq);
                _gaps.Know(line.Seq);
                if (!stored.TryGetValue(line.Seq, out var hash) || !hash.AsSpan().SequenceEqual(line.Hash))
                {
                    findings.Add(FindingKind.JournalDiffers, $"The journal outside the database knows batch {line.Seq} with another hash, or the database lost it.", null, line.Seq);
                }
            }
        }

        await FindMissingAsync(db, cancellation);
        return anchored;
    }

    private async Task FindMissingAsync(DashboardDbContext db, CancellationToken cancellation)
    {
        var before = clock.UtcMilliseconds() - OnItsWay;
        foreach (var (first, last) in _gaps.All())
        {
            var missing = await JournalCatchUp.Between(db, first, last).Where(b => b.At < before).Select(b => (long?)b.Seq).FirstOrDefaultAsync(cancellation);
            if (missing is { } seq)
            {
                findings.Add(FindingKind.JournalDiffers, $"The journal outside the database lacks batch {seq}. The next start of the app writes it, and each command that records anything.", null, seq);
            }
        }
    }
}

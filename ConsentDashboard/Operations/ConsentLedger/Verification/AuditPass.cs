using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>The audit chain: every entry hashed, following the one before it, and part of a signed batch.</summary>
internal sealed class AuditPass(IDbContextFactory<DashboardDbContext> contexts, LedgerHead head, Findings findings)
{
    private const int Page = 2000;

    public long Entries { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var hash = new byte[32];
        long expected = 1;
        long batchSeq = 0;
        List<byte[]> leaves = [];
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var from = expected;
            var page = await db.AuditEntries.AsNoTracking().Where(a => a.Id >= from && a.Id <= head.LastAuditId).OrderBy(a => a.Id).Take(Page).ToListAsync(cancellation);
            foreach (var entry in page)
            {
                if (entry.BatchSeq != batchSeq)
                {
                    await CheckRootAsync(db, batchSeq, leaves, cancellation);
                    (batchSeq, leaves) = (entry.BatchSeq, []);
                }

                if (entry.Id != expected || !entry.PrevHash.AsSpan().SequenceEqual(hash) || !entry.Hash.AsSpan().SequenceEqual(CanonicalForm.HashOf(entry)))
                {
                    findings.Add(FindingKind.AuditChanged, $"Audit entry {expected} was changed, or is missing.", null, entry.BatchSeq);
                }

                leaves.Add(entry.Hash);
                (hash, expected) = (entry.Hash, entry.Id + 1);
                Entries++;
            }

            if (page.Count < Page)
            {
                await CheckRootAsync(db, batchSeq, leaves, cancellation);
                break;
            }
        }

        if (expected != head.LastAuditId + 1 || !hash.AsSpan().SequenceEqual(head.AuditHash))
        {
            findings.Add(FindingKind.AuditChanged, $"The audit trail ends at {expected - 1}, its head says {head.LastAuditId}.");
        }
    }

    private async Task CheckRootAsync(DashboardDbContext db, long batchSeq, List<byte[]> leaves, CancellationToken cancellation)
    {
        if (batchSeq == 0)
        {
            return;
        }

        var root = await db.LedgerBatches.Where(b => b.Seq == batchSeq).Select(b => b.AuditRoot).FirstOrDefaultAsync(cancellation);
        if (root is null || !root.AsSpan().SequenceEqual(MerkleTree.Root(leaves)))
        {
            findings.Add(FindingKind.AuditChanged, $"The audit entries of batch {batchSeq} do not lead to its root.", null, batchSeq);
        }
    }
}

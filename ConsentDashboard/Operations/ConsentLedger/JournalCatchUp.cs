using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Backups;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Writes to the journal what a process committed and could not anchor before it died. Runs at each start, before anybody writes.</summary>
public sealed class JournalCatchUp(IDbContextFactory<DashboardDbContext> contexts, AnchorJournal journal)
{
    private const int Page = 500;

    /// <exception cref="AnchorJournalException">The database was put back, and who stopped since is not yet stopped again.</exception>
    /// <returns>How many batches were missing.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        if (new ReplacedJournal(journal).IsThere)
        {
            throw new AnchorJournalException("A restore was broken off: not everybody who stopped or was erased since the backup is stopped again. Run -- replay-journal.");
        }

        var after = journal.Last()?.Seq ?? 0;
        var written = 0;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var head = await db.LedgerHead.AsNoTracking().SingleAsync(cancellation);
        var generation = head.IndexGeneration;
        if (after > head.Seq)
        {
            throw new AnchorJournalException($"The database ends at batch {head.Seq}, the journal at {after}: it was put back. Run -- replay-journal, which stops and erases again whoever was since.");
        }

        while (true)
        {
            var batches = await db.LedgerBatches.AsNoTracking().Where(b => b.Seq > after).OrderBy(b => b.Seq).Take(Page).ToListAsync(cancellation);
            if (batches.Count == 0)
            {
                return written;
            }

            var (first, last) = (batches[0].FirstEventId, batches[^1].FirstEventId + batches[^1].EventCount - 1);
            var stops = await db.Suppressions.AsNoTracking().Where(x => x.EventId >= first && x.EventId <= last).OrderBy(x => x.EventId).ToListAsync(cancellation);
            journal.Append([.. batches.Select(batch => new JournalBatch(
                batch.Seq,
                batch.Hash,
                batch.At,
                [.. stops.Where(x => x.EventId >= batch.FirstEventId && x.EventId < batch.FirstEventId + batch.EventCount && IsFirst(x)).Select(Stop)])
            {
                Generation = generation,
            })]);
            written += batches.Count;
            after = batches[^1].Seq;
        }
    }

    // An erasure suppresses for each kind of consent, and is one stop all the same.
    private static bool IsFirst(Suppression suppression) => suppression is not { Reason: SuppressionReason.Erased, Kind: not ConsentKind.Contact };

    private static JournalStop Stop(Suppression x) => x.Reason switch
    {
        SuppressionReason.Erased => new(JournalStopKind.Erasure, x.BlindIndex, null, x.Kind, ConsentCells.None, x.Since),
        SuppressionReason.Withdrawn => new(JournalStopKind.Withdrawal, x.BlindIndex, x.SenderId, x.Kind, x.Cells, x.Since),
        _ => new(JournalStopKind.Suppression, x.BlindIndex, x.SenderId, x.Kind, x.Cells, x.Since),
    };
}

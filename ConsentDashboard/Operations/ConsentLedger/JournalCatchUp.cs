using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// Writes to the journal what a process committed and could not anchor before it died, also where others have anchored
/// theirs since. Runs at each start, and before each command that records anything.
/// </summary>
public sealed class JournalCatchUp(IDbContextFactory<DashboardDbContext> contexts, AnchorJournal journal)
{
    private const int Page = 500;

    /// <exception cref="AnchorJournalException">The database was put back, and who stopped since is not yet stopped again.</exception>
    /// <returns>How many batches were missing.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        await DemandReplayedAsync(cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);

        // A rotation of the index writes what is missing before it wraps anything; in its middle hashes are of two kinds.
        return await db.LedgerHead.AnyAsync(h => h.Mode == LedgerMode.Maintenance, cancellation) ? 0 : await WriteMissingAsync(cancellation);
    }

    /// <summary>Whoever was stopped, restricted or erased after a backup would be contacted again, were it used as it is.</summary>
    /// <exception cref="AnchorJournalException">The database was put back, and who stopped since is not yet stopped again.</exception>
    public async Task DemandReplayedAsync(CancellationToken cancellation = default)
    {
        if (new ReplacedJournal(journal).IsThere)
        {
            throw new AnchorJournalException("The journal's replay after a restore was broken off: not everybody who stopped, was restricted or was erased since the backup is stopped again. Run -- replay-journal to go on.");
        }

        if (journal.Last() is not { } last)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.LedgerBatches.AnyAsync(batch => batch.Seq == last.Seq && batch.Hash == last.Hash, cancellation))
        {
            throw new AnchorJournalException($"The journal knows batch {last.Seq}, and the database does not: it was put back to an earlier state. Run -- replay-journal, which stops, restricts and erases again whoever was since.");
        }
    }

    /// <summary>Also on a database that was put back.</summary>
    internal async Task<int> WriteMissingAsync(CancellationToken cancellation = default)
    {
        var written = 0;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var generation = await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(cancellation);
        foreach (var (first, last) in JournalGaps.Of(journal).All())
        {
            written += await WriteAsync(db, first, last, generation, cancellation);
        }

        return written;
    }

    internal static IQueryable<LedgerBatch> Between(DashboardDbContext db, long first, long last) =>
        db.LedgerBatches.AsNoTracking().Where(b => b.Seq >= first && b.Seq <= last).OrderBy(b => b.Seq);

    private async Task<int> WriteAsync(DashboardDbContext db, long first, long last, int generation, CancellationToken cancellation)
    {
        var written = 0;
        while (true)
        {
            var batches = await Between(db, first, last).Take(Page).ToListAsync(cancellation);
            if (batches.Count == 0)
            {
                return written;
            }

            var stops = await StopsAsync(db, batches[0].FirstEventId, batches[^1].FirstEventId + batches[^1].EventCount - 1, cancellation);
            journal.Append([.. batches.Select(batch => new JournalBatch(
                batch.Seq,
                batch.Hash,
                batch.At,
                [.. stops.Where(stop => stop.Event >= batch.FirstEventId && stop.Event < batch.FirstEventId + batch.EventCount).Select(stop => stop.Stop)])
            {
                Generation = generation,
            })]);
            written += batches.Count;
            first = batches[^1].Seq + 1;
        }
    }

    // An erasure suppresses for each kind of consent, and is one stop all the same. One that suppressed nothing, because
    // all of that stood already or because the number was nobody's, is known by its row only.
    private static async Task<List<(long Event, JournalStop Stop)>> StopsAsync(DashboardDbContext db, long first, long last, CancellationToken cancellation)
    {
        var suppressions = await db.Suppressions.AsNoTracking().Where(x => x.EventId >= first && x.EventId <= last).OrderBy(x => x.Id).ToListAsync(cancellation);
        var rows = await RowStops(db, first, last).ToListAsync(cancellation);
        var known = suppressions.Select(x => x.EventId).ToHashSet();
        return
        [
            .. suppressions.DistinctBy(x => x.EventId).Select(x => (x.EventId, Stop(x)))
                .Concat(rows.Where(e => !known.Contains(e.Id)).Select(e => (e.Id, Stop(e))))
                .OrderBy(stop => stop.Item1),
        ];
    }

    internal static IQueryable<RowEvent> RowStops(DashboardDbContext db, long first, long last) => db.ConsentEvents
        .Where(e => e.Id >= first && e.Id <= last && (e.Type == ConsentEventType.Erased || e.Type == ConsentEventType.Restricted))
        .Join(db.Subscribers, e => e.SubscriberId, s => s.Id, (e, s) => new RowEvent(e.Id, e.Type, e.RecordedAt, s.PublicId));

    private static JournalStop Stop(RowEvent e) =>
        e.Type == ConsentEventType.Restricted ? JournalStop.Restriction(e.PublicId, e.RecordedAt) : JournalStop.Row(e.PublicId, e.RecordedAt);

    private static JournalStop Stop(Suppression x) => x.Reason switch
    {
        SuppressionReason.Erased => new(JournalStopKind.Erasure, x.BlindIndex, null, x.Kind, ConsentCells.None, x.Since),
        SuppressionReason.Withdrawn => new(JournalStopKind.Withdrawal, x.BlindIndex, x.SenderId, x.Kind, x.Cells, x.Since),
        _ => new(JournalStopKind.Suppression, x.BlindIndex, x.SenderId, x.Kind, x.Cells, x.Since),
    };

    internal sealed record RowEvent(long Id, ConsentEventType Type, DateTime RecordedAt, PublicId PublicId);
}

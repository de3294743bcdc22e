using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Backups;

/// <param name="From">The last batch that the database and the journal both know.</param>
/// <param name="To">The last batch of the journal.</param>
public sealed record ReplayedJournal(long From, long To, int Withdrawals, int Restrictions, int Erasures);

/// <summary>
/// Brings a database that was put back up to the journal: who stopped, was restricted or was erased since is so again, by
/// new events. What else was recorded since is lost, and the audit trail says between which batches. May be repeated, and
/// goes on where it was broken off.
/// </summary>
public sealed class ReplayJournal(IDbContextFactory<DashboardDbContext> contexts, AnchorJournal journal, JournalCatchUp catchUp, ReplayStops stops, StrandedFiles files, AuditTrail audit, TimeProvider clock)
{
    public static readonly Error AnotherLedger = new("Backups.AnotherLedger", ErrorKind.Refused);

    /// <summary>The database is from before a rotation of the index key, or from the middle of one: the journal's hashes do not fit.</summary>
    public static readonly Error OlderIndex = new("Backups.OlderIndex", ErrorKind.Refused);

    public static readonly Error NotRecorded = new("Backups.NotRecorded", ErrorKind.Unavailable);

    public async Task<Result<ReplayedJournal>> ExecuteAsync(Actor actor, CancellationToken cancellation = default)
    {
        var replaced = new ReplacedJournal(journal);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var head = await db.LedgerHead.AsNoTracking().SingleAsync(cancellation);
        var from = replaced.IsThere ? replaced.From : await LostBatches.LastCommonAsync(db, journal, cancellation);
        if (from is null)
        {
            var last = journal.Last()?.Seq ?? 0;
            return new ReplayedJournal(last, last, 0, 0, 0);
        }

        if (!replaced.IsThere && await LostBatches.AreAllAsync(db, from, cancellation))
        {
            return AnotherLedger;
        }

        if (head.Mode == LedgerMode.Maintenance || replaced.Witness.Read().Any(batch => batch.Seq > from && batch.Stops.Count > 0 && batch.Generation > head.IndexGeneration))
        {
            return OlderIndex;
        }

        replaced.PutAside(from.Value);

        // What a replay that was killed committed and could not anchor, and what the backup has of a time that was put back before.
        await catchUp.WriteMissingAsync(cancellation);
        return await RecordAsync(replaced, head.IndexGeneration, actor, cancellation);
    }

    private async Task<Result<ReplayedJournal>> RecordAsync(ReplacedJournal replaced, int generation, Actor actor, CancellationToken cancellation)
    {
        var recorded = await stops.ExecuteAsync(replaced.Witness, generation, actor, cancellation);
        if (recorded.Failed)
        {
            return NotRecorded;
        }

        var done = new ReplayedJournal(replaced.From, replaced.Witness.Last()!.Seq, recorded.Value.Withdrawals, recorded.Value.Restrictions, recorded.Value.Erasures);
        await files.DeleteAsync(cancellation);
        await AuditAsync(done, actor, cancellation);
        replaced.Finish(clock.UtcMilliseconds());
        return done;
    }

    // Killed between the entry and the end, it has said so already.
    private async Task AuditAsync(ReplayedJournal done, Actor actor, CancellationToken cancellation)
    {
        var details = JsonSerializer.Serialize(new { from = done.From, to = done.To, withdrawals = done.Withdrawals, restrictions = done.Restrictions, erasures = done.Erasures });
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.AuditEntries.AnyAsync(entry => entry.BatchSeq > done.From && entry.Action == AuditAction.BackupRestored && entry.Details == details, cancellation))
        {
            await audit.RecordAsync(new(actor, AuditAction.BackupRestored, Details: details), cancellation);
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Backups;

public sealed record ReplayedJournal(long From, long To, int Withdrawals, int Erasures);

/// <summary>
/// Brings a database that was put back up to the journal: who stopped or was erased since is stopped and erased again, by
/// new events. What else was recorded since is lost, and the audit trail says between which batches. May be repeated.
/// </summary>
public sealed class ReplayJournal(DashboardContexts contexts, AnchorJournal journal, LedgerWriter ledger, AuditTrail audit, TimeProvider clock)
{
    public static readonly Error AnotherLedger = new("Backups.AnotherLedger", ErrorKind.Refused);
    public static readonly Error OlderIndex = new("Backups.OlderIndex", ErrorKind.Refused);
    public static readonly Error NotRecorded = new("Backups.NotRecorded", ErrorKind.Unavailable);

    private const int Slice = 200;

    public async Task<Result<ReplayedJournal>> ExecuteAsync(Actor actor, CancellationToken cancellation = default)
    {
        await using var db = contexts.CreateDbContext();
        var head = await db.LedgerHead.AsNoTracking().SingleAsync(cancellation);
        var replaced = new ReplacedJournal(journal);
        if (!replaced.IsThere)
        {
            if (Refusal(journal, head.Seq, head.Hash) is { } refusal)
            {
                return refusal;
            }

            if ((journal.Last()?.Seq ?? 0) <= head.Seq)
            {
                return new ReplayedJournal(head.Seq, head.Seq, 0, 0);
            }
        }

        if ((replaced.IsThere && File.Exists(replaced.Old.Path) ? replaced.Old : journal).Read().Any(batch => batch.Stops.Count > 0 && batch.Generation != head.IndexGeneration))
        {
            return OlderIndex;
        }

        replaced.PutAside(head.Seq);
        var done = await RecordAsync(replaced, head.IndexGeneration, actor, cancellation);
        if (done.Failed)
        {
            return done;
        }

        await audit.RecordAsync(
            new(actor, AuditAction.BackupRestored, Details: $$"""{"from":{{done.Value.From}},"to":{{done.Value.To}},"withdrawals":{{done.Value.Withdrawals}},"erasures":{{done.Value.Erasures}}}"""),
            cancellation);
        replaced.Finish(clock.UtcMilliseconds());
        return done;
    }

    /// <summary>Whether a database that ends there was ever this installation's, as far as the journal can tell.</summary>
    internal static Error? Refusal(AnchorJournal journal, long seq, byte[] hash) =>
        journal.Read().Any(batch => batch.Seq == seq && !batch.Hash.AsSpan().SequenceEqual(hash)) ? AnotherLedger : null;

    private async Task<Result<ReplayedJournal>> RecordAsync(ReplacedJournal replaced, int generation, Actor actor, CancellationToken cancellation)
    {
        var from = replaced.From;
        var (withdrawals, erasures) = (0, 0);
        var acts = replaced.Old.Read().Where(batch => batch.Seq > from).SelectMany(batch => batch.Stops.Select((stop, place) => Act(batch, stop, place, generation, actor)));
        foreach (var slice in acts.Chunk(Slice))
        {
            foreach (var recorded in await ledger.RecordSliceAsync(slice, cancellation: cancellation))
            {
                if (recorded.Failed)
                {
                    return NotRecorded;
                }
            }

            withdrawals += slice.Count(act => act.Type == ConsentEventType.Withdrawn);
            erasures += slice.Count(act => act.Type == ConsentEventType.Erased);
        }

        return new ReplayedJournal(from, replaced.Old.Last()?.Seq ?? from, withdrawals, erasures);
    }

    private static ConsentAct Act(JournalBatch batch, JournalStop stop, int place, int generation, Actor actor)
    {
        var isErasure = stop.Kind == JournalStopKind.Erasure;
        return new()
        {
            EventKey = KeyOf(batch, place),
            Hashed = new(stop.BlindIndex, generation),
            Type = isErasure ? ConsentEventType.Erased : ConsentEventType.Withdrawn,
            SenderId = isErasure ? null : stop.SenderId,
            Kind = stop.ConsentKind,
            Cells = isErasure ? ConsentCells.None : stop.Cells,
            Assurance = isErasure ? Assurance.None : Assurance.Proven,
            Source = Source.System,
            OccurredAt = stop.At,
            ArrivedAt = stop.At,
            Actor = actor,
        };
    }

    // The same stop has the same key, so that a run that was broken off is taken up without doing anything twice.
    private static Guid KeyOf(JournalBatch batch, int place)
    {
        Span<byte> name = stackalloc byte[36];
        batch.Hash.CopyTo(name);
        BinaryPrimitives.WriteInt32BigEndian(name[32..], place);
        return new(SHA256.HashData(name).AsSpan(0, 16));
    }
}

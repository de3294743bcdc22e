using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Makes one batch of a group: a transaction, its signed head, and the line in the journal.</summary>
public sealed class LedgerCommits(
    IDbContextFactory<DashboardDbContext> contexts,
    KeyStore keys,
    NumberVault vault,
    EvidenceBox evidence,
    AnchorJournal journal,
    LedgerFeed feed,
    TimeProvider clock)
{
    private readonly PublishedNotices _notices = new();
    private readonly BatchSigner _signer = new(keys);
    private readonly Queue<JournalBatch> _unanchored = [];
    private int _generation = 1;

    /// <summary>Does what needs no transaction: sealing the evidence and hashing the number.</summary>
    internal PendingWrite Prepare(ConsentAct act, Audit.AuditDraft? audit, DateTime receivedAt, bool seal = true) => new()
    {
        Act = act,
        Audit = audit,
        ReceivedAt = receivedAt,
        Evidence = seal && act.Evidence is { } proof ? evidence.Seal(proof, act.EventKey) : null,
        BlindIndex = act.Hashed?.BlindIndex ?? (act.Number is { } number ? vault.BlindIndex(number.Value, _generation) : null),
        IndexGeneration = act.Hashed?.Generation ?? _generation,
    };

    /// <summary>Writes the group in one transaction; each write then holds its outcome, and is durable.</summary>
    /// <param name="mark">Writes in the same transaction, once all outcomes are known.</param>
    /// <returns>How long the work took, without the wait for the disk.</returns>
    internal async Task<TimeSpan> CommitAsync(IReadOnlyList<PendingWrite> group, bool numbersAreNew = false, Func<DashboardDbContext, Task>? mark = null)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var batch = new LedgerTransaction(db, _notices, _signer, keys, vault, clock);
        var written = await db.Database.CreateExecutionStrategy().ExecuteAsync(
            batch,
            async (_, work, _) => await work.RunAsync(group, numbersAreNew, mark),
            async (_, work, _) => new(await work.IsWrittenAsync(), work.Written));
        Publish(written);
        _generation = batch.IndexGeneration;
        return batch.Worked;
    }

    /// <summary>What each act would come to now, each about another person; reads only.</summary>
    internal async Task<IReadOnlyList<Result<RecordedAct>>> RehearseAsync(IReadOnlyList<ConsentAct> acts, CancellationToken cancellation = default)
    {
        var now = clock.UtcMilliseconds();
        List<PendingWrite> group = [.. acts.Select(act => Prepare(act, null, act.ReceivedAt ?? now, seal: false))];
        await contexts.ReadAsync(
            async db =>
            {
                await new LedgerTransaction(db, _notices, _signer, keys, vault, clock).RehearseAsync(group);
                return true;
            },
            cancellation);
        return [.. group.Select(write => write.Outcome)];
    }

    // A batch whose line could not be written stays here: until it is, nobody is told that anything is recorded.
    private void Publish(WrittenBatch? written)
    {
        if (written is not null)
        {
            _unanchored.Enqueue(new JournalBatch(written.Batch.Seq, written.Batch.Hash, written.Batch.At, written.Stops) { Generation = written.IndexGeneration });
        }

        while (_unanchored.TryPeek(out var next))
        {
            journal.Append(next);
            _unanchored.Dequeue();
        }

        if (written is not null)
        {
            feed.Announce(new(written.Batch.Seq, written.Subscribers, written.HasOutgoing, written.Stops.Any(stop => stop.Kind == JournalStopKind.Erasure)));
        }
    }
}

/// <summary>What a transaction left behind; null where it wrote nothing.</summary>
internal sealed record WrittenBatch(LedgerBatch Batch, IReadOnlyList<JournalStop> Stops, IReadOnlySet<long> Subscribers, int IndexGeneration, bool HasOutgoing);

using System.Buffers.Binary;
using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.Backups;

/// <param name="Place">Among the stops of its batch.</param>
internal sealed record ReplayedStop(JournalBatch Batch, JournalStop Stop, int Place);

/// <param name="IsHers">Whether an act of hers, or about her, made the number known.</param>
internal sealed record ErasedRow(long Id, bool IsHers);

/// <summary>The acts that do again what a journal remembers.</summary>
internal sealed class StopActs(int generation, Actor actor, IReadOnlySet<long> senders)
{
    public static bool IsErasure(JournalStop stop) => stop.Kind is JournalStopKind.Erasure or JournalStopKind.Row;

    /// <returns>Null where there is nobody: her row came after the backup, and left no number.</returns>
    public ConsentAct? Of(ReplayedStop replayed, IReadOnlyDictionary<PublicId, ErasedRow> rows) => replayed.Stop.Kind switch
    {
        JournalStopKind.Row => rows.TryGetValue(replayed.Stop.Subscriber, out var row) ? Erasure(replayed) with { SubscriberId = row.Id, LeavesNothing = !row.IsHers } : null,
        JournalStopKind.Erasure => Erasure(replayed) with { Hashed = new(replayed.Stop.Key, generation) },
        _ => Withdrawal(replayed),
    };

    public ConsentAct Release(ConsentAct erasure) => new()
    {
        SubscriberId = erasure.SubscriberId,
        Hashed = erasure.Hashed,
        Type = ConsentEventType.HoldReleased,
        Source = Source.System,
        OccurredAt = erasure.OccurredAt,
        Actor = actor,
    };

    private ConsentAct Erasure(ReplayedStop replayed) => new()
    {
        EventKey = KeyOf(replayed),
        Type = ConsentEventType.Erased,
        Source = Source.System,
        OccurredAt = replayed.Stop.At,
        Actor = actor,
    };

    // Of a sender that was made since the backup nothing is left but its number, which the next one made will have: whoever
    // stopped that one is stopped for all.
    private ConsentAct Withdrawal(ReplayedStop replayed) => new()
    {
        EventKey = KeyOf(replayed),
        Hashed = new(replayed.Stop.Key, generation),
        Type = ConsentEventType.Withdrawn,
        SenderId = replayed.Stop.SenderId is { } sender && senders.Contains(sender) ? sender : null,
        Kind = replayed.Stop.ConsentKind,
        Cells = replayed.Stop.Cells,
        Assurance = Assurance.Proven,
        Source = Source.System,
        OccurredAt = replayed.Stop.At,
        Actor = actor,
    };

    // The same stop has the same key, so that a run that was broken off is taken up without doing anything twice.
    private static Guid KeyOf(ReplayedStop replayed)
    {
        Span<byte> name = stackalloc byte[36];
        replayed.Batch.Hash.CopyTo(name);
        BinaryPrimitives.WriteInt32BigEndian(name[32..], replayed.Place);
        return new(SHA256.HashData(name).AsSpan(0, 16));
    }
}

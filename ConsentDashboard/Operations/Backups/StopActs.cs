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
internal sealed record NamedRow(PublicId Name, long Id, bool IsHers);

/// <summary>The acts that do again what a journal remembers.</summary>
internal sealed class StopActs(int generation, Actor actor, IReadOnlySet<long> senders)
{
    /// <returns>Null where there is nobody: her row came after the backup, and left no number.</returns>
    public ConsentAct? Of(ReplayedStop replayed, IReadOnlyDictionary<PublicId, NamedRow> rows) => replayed.Stop switch
    {
        { NamesRow: true } stop => rows.TryGetValue(stop.Subscriber, out var row) ? OfRow(replayed, row) : null,
        { Kind: JournalStopKind.Erasure } stop => Act(replayed, ConsentEventType.Erased) with { Hashed = new(stop.Key, generation) },
        _ => Withdrawal(replayed),
    };

    public ConsentAct Release(ConsentAct cleaning) => new()
    {
        SubscriberId = cleaning.SubscriberId,
        Hashed = cleaning.Hashed,
        Type = ConsentEventType.HoldReleased,
        Source = Source.System,
        OccurredAt = cleaning.OccurredAt,
        Actor = actor,
    };

    // Why she was restricted was lost with everything else.
    private ConsentAct OfRow(ReplayedStop replayed, NamedRow row) => replayed.Stop.Kind == JournalStopKind.Restriction
        ? Act(replayed, ConsentEventType.Restricted) with { SubscriberId = row.Id, IntervalReason = "restricted before the restore" }
        : Act(replayed, ConsentEventType.Erased) with { SubscriberId = row.Id, LeavesNothing = !row.IsHers };

    // Of a sender that was made since the backup nothing is left but its number, which the next one made will have: whoever
    // stopped that one is stopped for all.
    private ConsentAct Withdrawal(ReplayedStop replayed) => Act(replayed, ConsentEventType.Withdrawn) with
    {
        Hashed = new(replayed.Stop.Key, generation),
        SenderId = replayed.Stop.SenderId is { } sender && senders.Contains(sender) ? sender : null,
        Kind = replayed.Stop.ConsentKind,
        Cells = replayed.Stop.Cells,
        Assurance = Assurance.Proven,
    };

    private ConsentAct Act(ReplayedStop replayed, ConsentEventType type) => new()
    {
        EventKey = KeyOf(replayed),
        Type = type,
        Source = Source.System,
        OccurredAt = replayed.Stop.At,
        Actor = actor,
        IsAgain = true,
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

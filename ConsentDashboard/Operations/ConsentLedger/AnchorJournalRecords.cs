using System.Buffers.Binary;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>The numbers are part of the journal's format and never change.</summary>
public enum JournalStopKind : byte
{
    Withdrawal = 1,
    Suppression = 2,
    Erasure = 3,

    /// <summary>An erasure that says whose row it was and not which number: no hash of the number is kept, or none is known any more.</summary>
    Row = 4,

    /// <summary>Her row is kept only as proof from then on.</summary>
    Restriction = 5,
}

/// <summary>Something that forbids contact: enough to do it again after a restore, and no number.</summary>
/// <param name="Key">The number's blind index; of a row and of a restriction her public id.</param>
/// <param name="SenderId">Null: all senders.</param>
public sealed record JournalStop(JournalStopKind Kind, byte[] Key, long? SenderId, ConsentKind ConsentKind, ConsentCells Cells, DateTime At)
{
    public static JournalStop Row(PublicId subscriber, DateTime at) => Named(JournalStopKind.Row, subscriber, at);

    public static JournalStop Restriction(PublicId subscriber, DateTime at) => Named(JournalStopKind.Restriction, subscriber, at);

    /// <summary>It says whose row, and not which number.</summary>
    public bool NamesRow => Kind is JournalStopKind.Row or JournalStopKind.Restriction;

    /// <summary>Only where <see cref="NamesRow"/>.</summary>
    public PublicId Subscriber => new(BinaryPrimitives.ReadInt64BigEndian(Key));

    /// <summary>Under a newer index key; the name of a row is no hash that could be wrapped.</summary>
    public JournalStop Wrap(Func<byte[], byte[]> wrap) => NamesRow ? this : this with { Key = wrap(Key) };

    private static JournalStop Named(JournalStopKind kind, PublicId subscriber, DateTime at)
    {
        var key = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(key, subscriber.Value);
        return new(kind, key, null, ConsentKind.Contact, ConsentCells.None, at);
    }
}

/// <summary>A ledger batch as the journal remembers it: the head at that moment, and what it stopped.</summary>
public sealed record JournalBatch(long Seq, byte[] Hash, DateTime At, IReadOnlyList<JournalStop> Stops)
{
    /// <summary>How many index keys wrap the blind indexes of <see cref="Stops"/>; from the ledger's head row in the batch's own transaction.</summary>
    public int Generation { get; init; } = 1;
}

/// <summary>Where the journal lies. Bound from <c>Ledger</c>.</summary>
public sealed class AnchorJournalOptions
{
    public const string Section = "Ledger";

    /// <summary>The journal's folder; relative paths start at the data folder. Best on another disk than the database.</summary>
    public string Journal { get; set; } = "journal";
}

/// <summary>The journal cannot be used; the message names the file, the place in it, and what to do.</summary>
public sealed class AnchorJournalException(string message, Exception? inner = null) : Exception(message, inner);

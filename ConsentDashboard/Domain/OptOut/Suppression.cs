using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.OptOut;

/// <summary>
/// A keyed hash of a number that must not be contacted or imported again. It outlives the subscriber, and stands
/// against every consent older than itself.
/// </summary>
public sealed class Suppression
{
    public long Id { get; set; }

    [Holds(PersonalData.NumberHash, "keeps the number from coming back", ErasedBy.NeverKeyedHash)]
    public byte[] BlindIndex { get; set; } = [];

    /// <summary>Null: all senders.</summary>
    public long? SenderId { get; set; }

    public ConsentKind Kind { get; set; }

    public ConsentCells Cells { get; set; }

    public SuppressionReason Reason { get; set; }

    public DateTime Since { get; set; }

    public DateTime RecordedAt { get; set; }

    /// <summary>Stands against consents of any age until an officer ends it by an event.</summary>
    public bool Absolute { get; set; }

    public long EventId { get; set; }

    public DateTime EndedAt { get; set; } = Times.Never;

    public long? EndedEventId { get; set; }

    /// <summary>Keyed hash over the row, so that a changed keyed hash or scope is found even after the person is erased.</summary>
    public byte[] Seal { get; set; } = [];
}

public enum SuppressionReason : byte
{
    Withdrawn = 1,
    Complaint = 2,
    Regulator = 3,
    Operator = 4,
    Court = 5,
    Erased = 6,
}

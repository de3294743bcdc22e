using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Features.Holds.Orders;

namespace ConsentDashboard.Features.Holds;

/// <summary>A hold on a segment, in a list.</summary>
/// <param name="Place">For the keyset; never shown.</param>
/// <param name="Done">How far the work is, in subscribers looked at.</param>
/// <param name="Held">How many people it was placed on.</param>
public sealed record HoldOrderRow(
    long Place, PublicId Id, HoldOrderState State, string Segment, string Reason, DateTime From, DateTime Until, long Held, long Released, long Done, long Total, string By) : IPlaced;

/// <summary>A hold on one person, in a list.</summary>
/// <param name="Number">Masked; null where it is erased.</param>
/// <param name="To">Null: until somebody ends it.</param>
/// <param name="IsOver">It holds nothing any more.</param>
/// <param name="By">Empty where whoever placed it has no account any more.</param>
public sealed record PersonHoldRow(long Place, PublicId Subscriber, string? Number, string Reason, DateTime From, DateTime? To, bool IsOver, string By) : IPlaced;

/// <summary>A hold on a segment, on its own page.</summary>
public sealed record HoldDetails
{
    public required PublicId Id { get; init; }

    public required HoldOrderState State { get; init; }

    public required string SegmentName { get; init; }

    /// <summary>Null where it is gone.</summary>
    public PublicId? Segment { get; init; }

    public required int SegmentVersion { get; init; }

    /// <summary>The segment as a sentence; empty once the work is done.</summary>
    public required string Who { get; init; }

    public required string Reason { get; init; }

    public required DateTime From { get; init; }

    public required DateTime Until { get; init; }

    public required string By { get; init; }

    public required long Held { get; init; }

    public required long Released { get; init; }

    public required long Done { get; init; }

    public required long Total { get; init; }

    public required bool CancelRequested { get; init; }

    public string? FailureKey { get; init; }

    public string? FailureDetails { get; init; }

    public string? ReleasedBy { get; init; }

    public DateTime? ReleasedAt { get; init; }

    public string? ReleaseReason { get; init; }

    /// <summary>There is something to stop: also what broke off, whether or not its last day is over.</summary>
    public required bool CanStop { get; init; }

    /// <summary>Whoever looks may stop, go on and release.</summary>
    public required bool MayChange { get; init; }
}

using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Domain.Subscribers;

/// <summary>A legal hold on everybody in a segment: as the segment was when it was placed. <see cref="LongJob.Total"/> counts subscribers.</summary>
public sealed class HoldOrder : LongJob
{
    public long? SegmentId { get; set; }

    public int? SegmentVersion { get; set; }

    public string SegmentName { get; set; } = "";

    /// <summary>The segment's definition as it was, JSON.</summary>
    [Holds(PersonalData.FreeText, "whom the hold concerns; it may name one person's reference", ErasedBy.EndOfJob)]
    public string Filter { get; set; } = "";

    [Holds(PersonalData.FreeText, "why the hold was placed", ErasedBy.AuditRetention)]
    public string Reason { get; set; } = "";

    /// <summary><see cref="Times.Never"/> where it lasts until somebody ends it.</summary>
    public DateTime Until { get; set; } = Times.Never;

    /// <summary>Asked to end for everybody it was placed on.</summary>
    public bool IsReleasing { get; set; }

    public DateTime? ReleasedAt { get; set; }

    public string? ReleasedBy { get; set; }

    [Holds(PersonalData.Account, "names the member of staff who ended it", ErasedBy.AuditRetention)]
    public string? ReleasedByName { get; set; }

    [Holds(PersonalData.FreeText, "why the hold could end", ErasedBy.AuditRetention)]
    public string? ReleaseReason { get; set; }

    /// <summary>How many people it put on hold.</summary>
    public long Held { get; set; }

    /// <summary>For how many of them it has been ended.</summary>
    public long Released { get; set; }

    /// <summary>The last subscriber who has had her turn.</summary>
    public long Position { get; set; }
}

namespace ConsentDashboard.Domain.Segments;

/// <summary>A saved filter. What it says is in its versions, so that an export of last month still means what it meant.</summary>
public sealed class Segment
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>Whose it is.</summary>
    public string OwnedBy { get; set; } = "";

    [Holds(PersonalData.Account, "names the member of staff whose segment it is", ErasedBy.AuditRetention)]
    public string OwnerName { get; set; } = "";

    /// <summary>Others see and use it; only its owner changes it.</summary>
    public bool IsShared { get; set; }

    /// <summary>The number of its newest version.</summary>
    public int CurrentVersion { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime UpdatedAt { get; set; }

    public DateTime? ArchivedAt { get; set; }

    public int Version { get; set; }
}

/// <summary>What a segment said at one time; never changed.</summary>
public sealed class SegmentVersion
{
    public long SegmentId { get; set; }

    /// <summary>1, 2, 3, …</summary>
    public int Number { get; set; }

    /// <summary>The conditions, JSON.</summary>
    [Holds(PersonalData.FreeText, "what is asked for; it may name one person's reference", ErasedBy.AuditRetention)]
    public string Definition { get; set; } = "{}";

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    [Holds(PersonalData.Account, "names the member of staff who wrote it", ErasedBy.AuditRetention)]
    public string CreatedByName { get; set; } = "";
}

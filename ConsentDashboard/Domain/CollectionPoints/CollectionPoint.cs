namespace ConsentDashboard.Domain.CollectionPoints;

public enum CollectionPointKind : byte
{
    SiteRegistration = 1,
    Newsletter = 2,
    Checkout = 3,
    InApp = 4,
    ShopCounter = 5,
    CallCentre = 6,
    Event = 7,
}

public enum CollectionPointStatus : byte
{
    Draft = 1,
    Active = 2,
    Paused = 3,
    Retired = 4,
}

/// <summary>A registered place where numbers are asked for.</summary>
public sealed class CollectionPoint
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public long SenderId { get; set; }

    public string Slug { get; set; } = "";

    public string Name { get; set; } = "";

    public CollectionPointKind Kind { get; set; }

    public CollectionPointStatus Status { get; set; }

    public string Place { get; set; } = "";

    public string Reason { get; set; } = "";

    public bool NumberRequired { get; set; }

    public string? WhyRequired { get; set; }

    public bool CanRefuse { get; set; } = true;

    public bool BoxesStartUnticked { get; set; } = true;

    public bool DoubleOptIn { get; set; }

    /// <summary>How long a request waits for its confirmation, in hours.</summary>
    public int DoubleOptInHours { get; set; } = 24;

    public string DefaultRegion { get; set; } = "US";

    /// <summary>ISO 3166 regions whose numbers it takes, separated by commas; empty: any.</summary>
    public string AllowedRegions { get; set; } = "";

    /// <summary>The wording that asks whether the sender may call or text.</summary>
    public long? NoticeVersionId { get; set; }

    /// <summary>The document of its own that asks to process personal data, where the sender's law wants one.</summary>
    public long? ProcessingNoticeVersionId { get; set; }

    /// <summary>Consents that come in here are recorded and never permit contact.</summary>
    public bool IsTest { get; set; }

    public DateTime CreatedAt { get; set; }

    public int Version { get; set; }
}

/// <summary>A linter's warning that somebody let stand, and why.</summary>
public sealed class FindingOverride
{
    public long CollectionPointId { get; set; }

    /// <summary>The rule's id.</summary>
    public string Rule { get; set; } = "";

    public string Reason { get; set; } = "";

    public string By { get; set; } = "";

    public DateTime At { get; set; }
}

/// <summary>A field beyond the number, and what it is for.</summary>
public sealed class CollectionPointField
{
    public long Id { get; set; }

    public long CollectionPointId { get; set; }

    public string Name { get; set; } = "";

    public string Purpose { get; set; } = "";

    public bool Required { get; set; }
}

/// <summary>How often a wording was shown and sent in; no address, no person.</summary>
public sealed class PointCounter
{
    public long CollectionPointId { get; set; }

    public long NoticeVersionId { get; set; }

    public string Language { get; set; } = "";

    /// <summary>The start of the hour, UTC.</summary>
    public DateTime Hour { get; set; }

    public int Shown { get; set; }

    public int Submitted { get; set; }
}

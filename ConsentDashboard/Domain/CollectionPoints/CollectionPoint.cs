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

    public long? NoticeVersionId { get; set; }

    public bool IsTest { get; set; }

    public DateTime CreatedAt { get; set; }

    public int Version { get; set; }
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

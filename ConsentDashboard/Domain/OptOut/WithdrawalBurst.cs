namespace ConsentDashboard.Domain.OptOut;

/// <summary>Where an asserted withdrawal came from, by keyed hash; kept for as long as it may be annulled.</summary>
public sealed class WithdrawalOrigin
{
    /// <summary>The withdrawal.</summary>
    public long EventId { get; set; }

    public long SubscriberId { get; set; }

    [Holds(PersonalData.NumberHash, "tells a burst of withdrawals from one address or agent", ErasedBy.DeliveryOrExpiry)]
    public byte[] Origin { get; set; } = [];

    public OriginKind Kind { get; set; }

    public DateTime At { get; set; }

    public long? BurstId { get; set; }
}

public enum OriginKind : byte
{
    Address = 1,
    Agent = 2,
    ApiKey = 3,
}

/// <summary>Many asserted withdrawals from one origin within minutes: perhaps a prank or a slip. They stand until people decide otherwise.</summary>
public sealed class WithdrawalBurst
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    [Holds(PersonalData.NumberHash, "tells a burst of withdrawals from one address or agent", ErasedBy.DeliveryOrExpiry)]
    public byte[] Origin { get; set; } = [];

    public OriginKind Kind { get; set; }

    /// <summary>Who acted, where that was staff or another system; null for an address.</summary>
    public string? Actor { get; set; }

    public DateTime FirstAt { get; set; }

    public DateTime LastAt { get; set; }

    public int Count { get; set; }

    public DateTime? ClosedAt { get; set; }

    public string? ClosedBy { get; set; }

    public int Version { get; set; }
}

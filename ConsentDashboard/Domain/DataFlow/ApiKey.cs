namespace ConsentDashboard.Domain.DataFlow;

/// <summary>Another system's way in. The secret is shown once, when it is made; what is kept cannot be turned back into it.</summary>
public sealed class ApiKey
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The first characters of the secret, by which people recognise it.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>SHA-256 of the secret, which has 256 random bits: no salt and no slow hash is needed.</summary>
    public byte[] SecretHash { get; set; } = [];

    public ApiScopes Scopes { get; set; }

    /// <summary>Null: every sender.</summary>
    public long? SenderId { get; set; }

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    /// <summary>To the minute; <see cref="Times.NotYet"/> where it was never used.</summary>
    public DateTime LastUsedAt { get; set; } = Times.NotYet;

    public DateTime ExpiresAt { get; set; } = Times.Never;

    public DateTime? RevokedAt { get; set; }

    public string? RevokedBy { get; set; }

    public int Version { get; set; }
}

/// <summary>What a key may do.</summary>
[Flags]
public enum ApiScopes
{
    None = 0,
    RecordConsents = 1,
    RecordWithdrawals = 2,
    Decide = 4,
    MakeLinks = 8,
    ReportSends = 16,
    ReportReachability = 32,
    RecallExports = 64,
    LookUpSubscribers = 128,
}

/// <summary>The answer to a request that may be sent again: the same key and body get the same answer, another body is refused.</summary>
public sealed class IdempotencyReply
{
    public long ApiKeyId { get; set; }

    public string Key { get; set; } = "";

    /// <summary>Keyed hash of the request, which holds a number.</summary>
    [Holds(PersonalData.NumberHash, "tells whether a request that comes again is the same", ErasedBy.DeliveryOrExpiry)]
    public byte[] RequestHash { get; set; } = [];

    /// <summary>HTTP status code.</summary>
    public int Status { get; set; }

    [Holds(PersonalData.Message, "answers a request that comes again", ErasedBy.DeliveryOrExpiry)]
    public string Body { get; set; } = "";

    public DateTime ExpiresAt { get; set; }
}

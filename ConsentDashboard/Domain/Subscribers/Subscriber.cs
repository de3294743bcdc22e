namespace ConsentDashboard.Domain.Subscribers;

/// <summary>One phone number. There is no name, e-mail or address: minimisation begins with the columns.</summary>
public sealed class Subscriber
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    /// <summary>The number in E.164 under AES-256-GCM, with its key id; null once erased.</summary>
    [Holds(PersonalData.Number, "to call or text the person", ErasedBy.SubscriberErasure)]
    public byte[]? Cipher { get; set; }

    /// <summary>Keyed hash that finds the number; null once erased.</summary>
    [Holds(PersonalData.NumberHash, "finds the number without decrypting", ErasedBy.SubscriberErasure)]
    public byte[]? BlindIndex { get; set; }

    [Holds(PersonalData.NumberHash, "finds the number by its last four digits", ErasedBy.SubscriberErasure)]
    public byte[]? LastFourIndex { get; set; }

    public int CallingCode { get; set; }

    /// <summary>ISO 3166, two letters; ZZ where the number belongs to no country.</summary>
    public string Region { get; set; } = "ZZ";

    [Holds(PersonalData.Locale, "writes to the person in her language", ErasedBy.SubscriberErasure)]
    public string Language { get; set; } = "";

    [Holds(PersonalData.Reference, "opaque customer number in another system", ErasedBy.SubscriberErasure)]
    public string? ExternalRef { get; set; }

    [Holds(PersonalData.Salt, "makes the number commitment in the ledger unguessable", ErasedBy.SubscriberErasure)]
    public byte[]? NumberSalt { get; set; }

    public int HeadSeq { get; set; }

    public byte[] HeadHash { get; set; } = [];

    public Standing Standing { get; set; }

    public bool IsHeld { get; set; }

    public DateTime FirstSeenAt { get; set; }

    /// <summary>Moves only by her own acts: an opt-in, a confirmation, a reply, a click, a call by her.</summary>
    public DateTime LastActivityAt { get; set; }

    public DateTime LastSentAt { get; set; } = Times.NotYet;

    /// <summary>Where she last agreed; a summary for lists.</summary>
    public long? CollectionPointId { get; set; }

    public DateTime? RestrictedAt { get; set; }

    public DateTime? ErasedAt { get; set; }

    public int Version { get; set; }
}

/// <summary>The one word that lists show for a subscriber; a summary of her cells over all senders.</summary>
public enum Standing : byte
{
    /// <summary>Known, and never asked.</summary>
    None = 0,
    Contactable = 1,
    Requested = 2,
    Withdrawn = 3,
    Expired = 4,
    Refused = 5,
    Invalidated = 6,
    Restricted = 7,
    Erased = 8,
}

/// <summary>Whether the number reaches the person at all; apart from permission.</summary>
public sealed class Reachability
{
    public long Id { get; set; }

    public long SubscriberId { get; set; }

    public ReachabilityStatus Status { get; set; }

    public DateTime From { get; set; }

    public DateTime To { get; set; } = Times.Never;

    /// <summary>When it was so, by whoever says it; at most <see cref="From"/>, when it became known here.</summary>
    public DateTime Since { get; set; }

    public string Source { get; set; } = "";
}

public enum ReachabilityStatus : byte
{
    Unknown = 0,
    Live = 1,
    Dead = 2,
    Reassigned = 3,
}

using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Notices;

/// <summary>A wording that is shown when consent is asked; its versions carry the words.</summary>
public sealed class Notice
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public long SenderId { get; set; }

    public ConsentKind Kind { get; set; }

    public string Name { get; set; } = "";

    public DateTime CreatedAt { get; set; }
}

public enum NoticeStatus : byte
{
    Draft = 1,
    Published = 2,
    Retired = 3,
}

public enum FrequencyPeriod : byte
{
    None = 0,
    Day = 1,
    Week = 2,
    Month = 3,
}

/// <summary>One wording. Published, it is evidence of what people were told, and nothing edits it again.</summary>
public sealed class NoticeVersion
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public long NoticeId { get; set; }

    public int Number { get; set; }

    public NoticeStatus Status { get; set; }

    public ConsentCells Cells { get; set; }

    /// <summary>At most this many messages in each <see cref="FrequencyPeriod"/>.</summary>
    public int FrequencyCount { get; set; }

    public FrequencyPeriod FrequencyPeriod { get; set; }

    /// <summary>How long a consent on this wording lasts, in months; 0: until it is withdrawn.</summary>
    public int LifespanMonths { get; set; }

    public string PrivacyPolicyUrl { get; set; } = "";

    /// <summary>SHA-256 over the canonical form of the version, its texts and its purposes.</summary>
    public byte[]? ContentHash { get; set; }

    public DateTime? PublishedAt { get; set; }

    public string? PublishedBy { get; set; }

    public DateTime? RetiredAt { get; set; }

    public int Version { get; set; }
}

/// <summary>The words of a version in one language.</summary>
public sealed class NoticeText
{
    public long NoticeVersionId { get; set; }

    /// <summary>BCP 47.</summary>
    public string Language { get; set; } = "";

    public string Title { get; set; } = "";

    public string Body { get; set; } = "";

    /// <summary>The checkbox label per cell, as JSON: the cell's index to its label.</summary>
    public string Labels { get; set; } = "{}";

    public string Frequency { get; set; } = "";

    /// <summary>Who the sender is, as the person reads it: the company may change its name later, the wording may not.</summary>
    public string WhoWeAre { get; set; } = "";

    public string HowToWithdraw { get; set; } = "";

    public string Keeping { get; set; } = "";

    public string ConfirmationText { get; set; } = "";
}

public sealed class NoticeVersionPurpose
{
    public long NoticeVersionId { get; set; }

    public long PurposeId { get; set; }
}

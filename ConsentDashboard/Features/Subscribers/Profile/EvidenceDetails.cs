using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>The proof of one event, as far as its reader may see it.</summary>
public sealed record EvidenceDetails
{
    public required int Seq { get; init; }

    public ConsentEventType Type { get; init; }

    public DateTime OccurredAt { get; init; }

    public DateTime RecordedAt { get; init; }

    /// <summary>What was recorded, in the order in which it is read; the name is a key of the words.</summary>
    public IReadOnlyList<EvidenceField> Fields { get; init; } = [];

    /// <summary>What she entered in the fields that the collection point declares; numbers masked.</summary>
    public IReadOnlyList<EvidenceField> Declared { get; init; } = [];

    /// <summary>Each box that was shown, and whether it was ticked.</summary>
    public IReadOnlyDictionary<string, bool> Boxes { get; init; } = new Dictionary<string, bool>();

    public EvidenceStanding Standing { get; init; }

    public string? Digest { get; init; }

    public string Hash { get; init; } = "";

    public string PrevHash { get; init; } = "";

    public long BatchSeq { get; init; }

    public string? NoticeHash { get; init; }

    public WordingDetails? Wording { get; init; }
}

public sealed record EvidenceField(string Name, string Value, bool IsMasked = false);

public enum EvidenceStanding
{
    /// <summary>The event was recorded without any.</summary>
    None,

    /// <summary>It is there, and its digest is the one in the event.</summary>
    Matches,

    /// <summary>It is there, and was changed.</summary>
    Changed,

    /// <summary>It was erased, or its time was over.</summary>
    Gone,
}

/// <summary>A wording exactly as it was shown.</summary>
/// <param name="Language">The language of the words below.</param>
/// <param name="ShownIn">The language that the event names; other words stand in where those are not at hand.</param>
/// <param name="Matches">These are the very words whose content hash the event holds.</param>
public sealed record WordingDetails(
    string Notice,
    int Number,
    string Language,
    string? ShownIn,
    bool Matches,
    DateTime? PublishedAt,
    string Title,
    string Body,
    IReadOnlyList<string> Labels,
    string Frequency,
    string HowToWithdraw,
    string WhoWeAre,
    string Keeping,
    IReadOnlyList<string> Purposes,
    string PrivacyPolicyUrl)
{
    public bool IsAsShown => ShownIn is null || ShownIn.Split('-')[0] == Language.Split('-')[0];
}

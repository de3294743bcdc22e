using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentDecision;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>One person: may we, for what, why, since when. Everything is as known at <see cref="At"/>.</summary>
public sealed record ProfileDetails
{
    public required long Id { get; init; }

    public required PublicId PublicId { get; init; }

    /// <summary>Null where the number is not kept any more, or never was.</summary>
    public string? MaskedNumber { get; init; }

    public Standing Standing { get; init; }

    public string Region { get; init; } = "ZZ";

    public string Language { get; init; } = "";

    public string? ExternalRef { get; init; }

    public DateTime FirstSeenAt { get; init; }

    public DateTime LastActivityAt { get; init; }

    public DateTime? ErasedAt { get; init; }

    /// <summary>Kept only as proof: nothing of hers is shown until somebody who may opens it, with a reason.</summary>
    public bool IsClosed { get; init; }

    public DateTime At { get; init; }

    /// <summary>A date was asked for that is over.</summary>
    public bool IsPast { get; init; }

    public IReadOnlyList<SenderMatrix> Senders { get; init; } = [];

    /// <summary>What holds for her at that moment.</summary>
    public IReadOnlyList<IntervalRow> Intervals { get; init; } = [];

    public ReachabilityStatus Reachability { get; init; }

    public IReadOnlyList<PendingRow> Pending { get; init; } = [];

    /// <summary>What she has asked for about her data and waits for, the nearest deadline first; empty for whoever may not see it.</summary>
    public IReadOnlyList<AskedRow> Asked { get; init; } = [];

    public bool WasKnown => FirstSeenAt <= At;

    /// <summary>Channels on which at least one sender may contact her with something.</summary>
    public IReadOnlyList<Channel> AllowedChannels =>
        [.. Senders.SelectMany(sender => sender.Cells).Where(cell => cell.IsAllowed).Select(cell => cell.Channel).Distinct().Order()];

    public IntervalRow? InForce(IntervalKind kind) => Intervals.FirstOrDefault(interval => interval.Kind == kind);
}

/// <param name="HasHistory">The person has at least one cell of this sender.</param>
public sealed record SenderMatrix(long Id, PublicId PublicId, string Name, bool NeedsProcessing, bool HasHistory, IReadOnlyList<CellDetails> Cells, IReadOnlyList<ProcessingRow> Processing)
{
    public CellDetails Cell(Channel channel, MessageType type) => Cells.Single(cell => cell.Channel == channel && cell.MessageType == type);
}

/// <param name="State">The state at that moment; a lifespan that is over has made it <see cref="ConsentState.Expired"/>.</param>
/// <param name="Since">When that state began; null where the person was never asked.</param>
/// <param name="Wording">What it was given or asked on.</param>
public sealed record CellDetails(Channel Channel, MessageType MessageType, ConsentState State, DateTime? Since, WordingRow? Wording, ExplainedDecision Decision)
{
    public bool IsAllowed => Decision.IsAllowed;

    public ConsentCells Bit => Cells.Of(Channel, MessageType);
}

/// <summary>Consent to processing on one channel, where the sender's law wants it apart.</summary>
/// <param name="Given">The cells that have it.</param>
/// <param name="Since">When the newest of them was given; null where the past is looked at.</param>
public sealed record ProcessingRow(Channel Channel, ConsentState State, ConsentCells Given, DateTime? Since);

public sealed record WordingRow(long VersionId, string Notice, int Number);

public enum IntervalKind
{
    Hold,
    Pause,
    Restriction,
}

public sealed record IntervalRow(long Id, IntervalKind Kind, DateTime From, DateTime To, string Reason);

/// <summary>A double opt-in that waits for her answer.</summary>
public sealed record PendingRow(long SenderId, ConsentCells Cells, DateTime CreatedAt, DateTime ExpiresAt);

/// <summary>An open request of hers about her data.</summary>
/// <param name="DueAt">When the law's time is over.</param>
public sealed record AskedRow(PublicId Id, RequestKind Kind, DateTime ReceivedAt, DateTime DueAt, bool IsOverdue);

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Domain.Retention;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>A run in a list.</summary>
/// <param name="Place">For the keyset; never shown.</param>
/// <param name="Due">In the previewed set.</param>
public sealed record RunListRow(
    long Place, PublicId Id, JobStatus Status, string Policy, string SentenceEn, string SentenceRu, long Due, long Position, long Cleaned, string RequestedBy, DateTime CreatedAt, DateTime? FinishedAt, bool IsScheduled) : IPlaced;

/// <summary>A run on its own page, and what whoever looks may do with it.</summary>
public sealed record RunDetails
{
    public required PublicId Id { get; init; }

    public required JobStatus Status { get; init; }

    public required PublicId Policy { get; init; }

    public required string PolicyName { get; init; }

    public required RetentionAction Action { get; init; }

    public required string SentenceEn { get; init; }

    public required string SentenceRu { get; init; }

    public required DateTime PreviewedAt { get; init; }

    /// <summary>When the preview has to be made again.</summary>
    public required DateTime PreviewHoldsUntil { get; init; }

    public required long Due { get; init; }

    /// <summary>All subscribers when it was previewed.</summary>
    public required long Subscribers { get; init; }

    /// <summary>SHA-256 of the set, hex.</summary>
    public required string SetDigest { get; init; }

    public required RetentionFindings Findings { get; init; }

    /// <summary>Names of the points that the findings count.</summary>
    public required IReadOnlyDictionary<long, string> Points { get; init; }

    public required bool IsScheduled { get; init; }

    public required string Why { get; init; }

    public required string RequestedBy { get; init; }

    public DateTime? RequestedAt { get; init; }

    public string? DecidedBy { get; init; }

    public DateTime? DecidedAt { get; init; }

    public string? DecisionNote { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public string? FailureKey { get; init; }

    public string? FailureDetails { get; init; }

    public required bool CancelRequested { get; init; }

    public required bool PauseRequested { get; init; }

    /// <summary>A hold is being placed on a segment; until that is done nothing is cleaned.</summary>
    public required bool WaitsForHold { get; init; }

    public required long Position { get; init; }

    public required long Cleaned { get; init; }

    public required long Held { get; init; }

    public required long NoLongerDue { get; init; }

    public required string CleanedDigest { get; init; }

    public required bool HasCertificate { get; init; }

    public required RunMay May { get; init; }

    /// <summary>It has begun, so something may be cleaned already.</summary>
    public bool HasBegun => StartedAt is not null;
}

/// <param name="AsksTwice">So much of the list that the count is typed once more.</param>
/// <param name="NeedsApproval">A second person decides; otherwise a password is asked.</param>
/// <param name="Stale">Why nobody may go on from this preview; null: may.</param>
/// <param name="Decide">Why whoever looks cannot agree or refuse; null: may. Meaningless where nothing waits.</param>
public sealed record RunMay(bool Request, bool AsksTwice, bool NeedsApproval, Error? Stale, bool SeesDecision, Error? Decide, bool Cancel, bool Pause, bool Resume);

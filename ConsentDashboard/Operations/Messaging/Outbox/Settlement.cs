using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;

namespace ConsentDashboard.Operations.Messaging.Outbox;

public enum Verdict
{
    Delivered,
    Later,
    GivenUp,
}

/// <summary>What is to be noted about a claimed message.</summary>
/// <param name="Row">As claimed.</param>
/// <param name="DueAt">When it is tried again, where it is.</param>
/// <param name="Failure">Null where it was delivered.</param>
public sealed record Settlement(OutboxMessage Row, Verdict Verdict, DateTime DueAt = default, SendFailure? Failure = null)
{
    /// <summary>The HTTP status of the answer, where it is kept.</summary>
    public short? Status { get; init; }

    /// <param name="row">As claimed; its tries include this one.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="endsAt">When there is no use for it any more.</param>
    public static Settlement Of(OutboxMessage row, SendOutcome outcome, int maxTries, DateTime endsAt, DateTime now) => outcome switch
    {
        SendOutcome.Accepted => new(row, Verdict.Delivered),
        SendOutcome.Refused refused => new(row, Verdict.GivenUp, Failure: refused.Failure),
        SendOutcome.Retry retry when row.Tries >= maxTries => new(row, Verdict.GivenUp, Failure: retry.Failure),
        SendOutcome.Retry retry when now + Backoff.After(row.Tries, retry.After) is var due && due < endsAt => new(row, Verdict.Later, Times.Truncate(due), retry.Failure),
        SendOutcome.Retry retry => new(row, Verdict.GivenUp, Failure: retry.Failure),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}

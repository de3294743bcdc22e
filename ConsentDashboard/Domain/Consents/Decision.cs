using ConsentDashboard.Domain.Sends;

namespace ConsentDashboard.Domain.Consents;

/// <summary>Why a number may not be contacted; several may hold at once. None: it may.</summary>
[Flags]
public enum DecisionReasons
{
    None = 0,

    /// <summary>The number is not in the database; unknown never permits contact.</summary>
    UnknownNumber = 1,
    NeverAsked = 1 << 1,
    Requested = 1 << 2,
    Refused = 1 << 3,
    Withdrawn = 1 << 4,
    Expired = 1 << 5,
    Invalidated = 1 << 6,
    Suppressed = 1 << 7,
    OnHold = 1 << 8,
    Paused = 1 << 9,
    Restricted = 1 << 10,
    Erased = 1 << 11,

    /// <summary>The sender's law wants consent to processing as a document of its own, and there is none.</summary>
    NoProcessingConsent = 1 << 12,

    /// <summary>The number went to somebody else after she agreed, as a carrier says; only what is agreed to after that counts again.</summary>
    Reassigned = 1 << 13,

    /// <summary>She has already been sent as many messages as her wording promised at most; only for now.</summary>
    OverFrequency = 1 << 14,
}

/// <summary>May this sender contact on this channel for this message type at this moment?</summary>
/// <param name="SenderId">Who wants to.</param>
/// <param name="Channel">How.</param>
/// <param name="MessageType">With what.</param>
/// <param name="At">When; as known then, which is by RecordedAt. Null: now.</param>
public readonly record struct DecisionRequest(long SenderId, Channel Channel, MessageType MessageType, DateTime? At = null);

/// <summary>What the decision rests on.</summary>
/// <param name="Promise">What the wording that she agreed to promises.</param>
/// <param name="Sent">How many messages count against the promise.</param>
public readonly record struct DecisionFacts(
    ConsentState State,
    DateTime GivenAt,
    DateTime ExpiresAt,
    bool NeedsProcessing,
    bool HasProcessing,
    bool Suppressed,
    bool Held,
    bool Paused,
    bool Restricted,
    bool Erased,
    bool Reassigned,
    FrequencyPromise Promise = default,
    long Sent = 0);

/// <summary>The one decision function. Its twin in SQL (<c>DecisionSets</c>) is held to it by a property test.</summary>
public static class Decision
{
    public static DecisionReasons Evaluate(in DecisionFacts facts, DateTime at) =>
        OfState(facts, at)
        | When(facts.NeedsProcessing && !facts.HasProcessing, DecisionReasons.NoProcessingConsent)
        | When(facts.Suppressed, DecisionReasons.Suppressed)
        | When(facts.Held, DecisionReasons.OnHold)
        | When(facts.Paused, DecisionReasons.Paused)
        | When(facts.Restricted, DecisionReasons.Restricted)
        | When(facts.Erased, DecisionReasons.Erased)
        | When(facts.Reassigned, DecisionReasons.Reassigned)
        | When(facts.State == ConsentState.Given && facts.Promise.IsReachedBy(facts.Sent), DecisionReasons.OverFrequency);

    // A lifespan that is over forbids at that very moment, before any event says so.
    private static DecisionReasons OfState(in DecisionFacts facts, DateTime at) => facts.State switch
    {
        ConsentState.Given => When(facts.ExpiresAt <= at, DecisionReasons.Expired),
        ConsentState.Requested => DecisionReasons.Requested,
        ConsentState.Refused => DecisionReasons.Refused,
        ConsentState.Withdrawn => DecisionReasons.Withdrawn,
        ConsentState.Expired => DecisionReasons.Expired,
        ConsentState.Invalidated => DecisionReasons.Invalidated,
        _ => DecisionReasons.NeverAsked,
    };

    private static DecisionReasons When(bool holds, DecisionReasons reason) => holds ? reason : DecisionReasons.None;
}

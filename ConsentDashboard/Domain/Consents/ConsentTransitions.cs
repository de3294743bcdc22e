namespace ConsentDashboard.Domain.Consents;

/// <summary>What an act does to one cell.</summary>
public readonly record struct Transition(TransitionKind Kind, ConsentState Outcome = ConsentState.None);

public enum TransitionKind : byte
{
    Unchanged = 0,
    Changed = 1,

    /// <summary>The ratchet: permission is not raised over a newer or equal withdrawal or refusal.</summary>
    RefusedByRatchet = 2,
}

/// <summary>The state machine of product.md ("Consent states and how they change"), as one table.</summary>
public static class ConsentTransitions
{
    /// <summary>The rule set that events record, so that a later change of rules can be told from a slip.</summary>
    public const int RuleSetVersion = 1;

    /// <summary>How long an asserted withdrawal may be annulled, in days.</summary>
    public const int AnnulmentDays = 30;

    /// <param name="state">The cell's state; <see cref="ConsentState.None"/> where there is no row.</param>
    /// <param name="givenAt">When the person last agreed in this cell.</param>
    /// <param name="stoppedAt">Her last withdrawal or refusal that covers the cell, suppressions included.</param>
    /// <param name="act">What happened.</param>
    /// <param name="source">Through which door.</param>
    /// <param name="at">The time of the act: the earlier of OccurredAt and ReceivedAt.</param>
    public static Transition Apply(ConsentState state, DateTime givenAt, DateTime stoppedAt, ConsentEventType act, Source source, DateTime at) =>
        (act, state) switch
        {
            (ConsentEventType.Given or ConsentEventType.Confirmed, _) when !MayRaise(stoppedAt, source, at) => new(TransitionKind.RefusedByRatchet),
            (ConsentEventType.Given or ConsentEventType.Confirmed, ConsentState.Given) when at <= givenAt => new(TransitionKind.Unchanged),
            (ConsentEventType.Given or ConsentEventType.Confirmed, _) => To(ConsentState.Given),

            (ConsentEventType.Requested, ConsentState.None) => To(ConsentState.Requested),

            (ConsentEventType.Refused, not ConsentState.Withdrawn) => To(ConsentState.Refused),
            (ConsentEventType.Lapsed, ConsentState.Requested) => To(ConsentState.Refused),
            (ConsentEventType.Withdrawn, _) => To(ConsentState.Withdrawn),

            (ConsentEventType.Expired, ConsentState.Given) => To(ConsentState.Expired),
            (ConsentEventType.Invalidated, ConsentState.Given or ConsentState.Requested) => To(ConsentState.Invalidated),
            _ => new(TransitionKind.Unchanged),
        };

    /// <summary>
    /// A tie favours the withdrawal. An import never raises over one, whatever date it carries: the list may be old, and
    /// nobody can ask the person.
    /// </summary>
    private static bool MayRaise(DateTime stoppedAt, Source source, DateTime at) =>
        stoppedAt == Times.NotYet || (at > stoppedAt && source is (Source.HostedForm or Source.SmsReply or Source.PreferenceLink or Source.Staff or Source.Api));

    private static Transition To(ConsentState state) => new(TransitionKind.Changed, state);
}

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>From an act to its event, and what an act is refused for before its cells are looked at.</summary>
internal static class ActRules
{
    public static Error? Refusal(ConsentAct act, PublishedNotice? notice, IReadOnlyList<string> missing) => act switch
    {
        { Type: ConsentEventType.Given or ConsentEventType.Confirmed or ConsentEventType.Requested, Cells: ConsentCells.None } => LedgerErrors.NoCells,
        { Type: ConsentEventType.Withdrawn, Cells: ConsentCells.None } => LedgerErrors.NoCells,
        { NoticeVersionId: not null } when notice is null => LedgerErrors.UnpublishedNotice,
        { Type: ConsentEventType.Given or ConsentEventType.Confirmed } when missing.Count > 0 => LedgerErrors.EvidenceMissing(missing[0]),
        _ => null,
    };

    public static ConsentEvent NewEvent(PendingWrite write, long subscriberId, PublishedNotice? notice, DateTime recordedAt)
    {
        var act = write.Act!;
        var occurred = Times.Truncate(act.OccurredAt < write.ReceivedAt ? act.OccurredAt : write.ReceivedAt);
        return new()
        {
            SubscriberId = subscriberId,
            EventKey = act.EventKey,
            Type = act.Type,
            SenderId = act.SenderId,
            Kind = act.Kind,
            Cells = act.Cells,
            Assurance = act.Assurance,
            Source = act.Source,
            Method = act.Method,
            OccurredAt = occurred,
            RecordedAt = recordedAt,
            ExpiresAt = act.Type is ConsentEventType.Given or ConsentEventType.Confirmed && notice is { LifespanMonths: > 0 } ? occurred.AddMonths(notice.LifespanMonths) : Times.Never,
            Actor = act.Actor.Key,
            NoticeVersionId = act.NoticeVersionId,
            Language = act.NoticeVersionId is null ? null : act.WordingLanguage ?? act.Language,
            NoticeContentHash = notice?.ContentHash,
            CollectionPointId = act.CollectionPointId,
            ImportBatchId = act.ImportBatchId,
            RefersTo = act.RefersTo,
            RuleSetVersion = ConsentTransitions.RuleSetVersion,
            IsTest = act.IsTest,
            SchemaVersion = 1,
            EvidenceDigest = write.Evidence?.Digest,
        };
    }

    /// <summary>All that is known of the number are requests, and none of them waits any more.</summary>
    public static bool IsUnconfirmed(SubscriberState state, List<ConsentEvent> chain) => state.Pending.Count == 0 && IsNobodys(chain);

    /// <summary>What becomes of a number that somebody typed and nobody confirmed: what staff and carriers note is no act of hers.</summary>
    public static readonly IReadOnlyList<ConsentEventType> NobodysActs =
    [
        ConsentEventType.Requested, ConsentEventType.Lapsed, ConsentEventType.HoldPlaced, ConsentEventType.HoldReleased,
        ConsentEventType.ReachabilityChanged, ConsentEventType.Restricted, ConsentEventType.Erased,
    ];

    /// <summary>Somebody typed the number, and nobody confirmed it.</summary>
    public static bool IsNobodys(List<ConsentEvent> chain) =>
        chain.Exists(act => act.Type == ConsentEventType.Requested) && chain.TrueForAll(act => act.IsTest || NobodysActs.Contains(act.Type));

    /// <summary>Whoever agrees anew is kept as proof no longer: she is a subscriber again. A list that is read in cannot do that.</summary>
    public static bool EndsRestriction(ConsentEvent act) =>
        act is { IsTest: false, Type: ConsentEventType.Given or ConsentEventType.Confirmed, Source: not Source.Import, Outcome: not 0 };

    /// <summary>Only an asserted withdrawal of the last 30 days, of the same kind, and for one sender at a time.</summary>
    public static bool MayAnnul(ConsentEvent act, List<ConsentEvent> chain) => chain.Exists(withdrawal =>
        withdrawal is { Type: ConsentEventType.Withdrawn, Assurance: Assurance.Asserted }
        && withdrawal.EventKey == act.RefersTo
        && withdrawal.Kind == act.Kind
        && act.SenderId is not null
        && (withdrawal.SenderId ?? act.SenderId) == act.SenderId
        && act.RecordedAt <= withdrawal.RecordedAt.AddDays(ConsentTransitions.AnnulmentDays));
}

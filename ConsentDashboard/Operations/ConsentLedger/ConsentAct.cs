using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>One act, before it is an event. It names its subscriber by id, or by number; an unknown number makes a subscriber.</summary>
public sealed record ConsentAct
{
    /// <summary>Idempotency: an act with a key that the ledger has is not recorded twice.</summary>
    public Guid EventKey { get; init; } = Guid.CreateVersion7();

    public long? SubscriberId { get; init; }

    public E164Number? Number { get; init; }

    /// <summary>BCP 47; the language the person was addressed in.</summary>
    public string Language { get; init; } = "";

    /// <summary>The language in which the wording was shown; null: <see cref="Language"/>.</summary>
    public string? WordingLanguage { get; init; }

    public string? ExternalRef { get; init; }

    public required ConsentEventType Type { get; init; }

    /// <summary>Null for a withdrawal: from all senders.</summary>
    public long? SenderId { get; init; }

    public ConsentKind Kind { get; init; } = ConsentKind.Contact;

    public ConsentCells Cells { get; init; }

    public Assurance Assurance { get; init; }

    public required Source Source { get; init; }

    public Method Method { get; init; }

    /// <summary>When the person acted; a time in the future counts as the time of receipt.</summary>
    public required DateTime OccurredAt { get; init; }

    public required Actor Actor { get; init; }

    public long? NoticeVersionId { get; init; }

    public long? CollectionPointId { get; init; }

    public long? ImportBatchId { get; init; }

    public Guid? RefersTo { get; init; }

    public bool IsTest { get; init; }

    public EvidenceDocument? Evidence { get; init; }

    /// <summary>For <see cref="ConsentEventType.Requested"/>: how the person can answer it, and until when.</summary>
    public PendingDraft? Pending { get; init; }

    /// <summary>Refused unless the request that <see cref="RefersTo"/> names still waits for an answer.</summary>
    public bool AnswersPending { get; init; }

    /// <summary>For an erasure: refused unless the number is known only from requests that nobody confirmed.</summary>
    public bool OnlyIfUnconfirmed { get; init; }

    /// <summary>For an erasure that was found unconfirmed when it was first recorded, and is recorded again: the number is not suppressed.</summary>
    internal bool LeavesNothing { get; init; }

    /// <summary>For cleaning: refused where she has an event more than this; what was found due was found on what was known then.</summary>
    public int? IfHeadSeq { get; init; }

    /// <summary>For cleaning: refused where she was active since; a plain reply is no event.</summary>
    public DateTime? IfActivityAt { get; init; }

    /// <summary>For cleaning: refused while a legal hold stands; restricting and erasing always are.</summary>
    public bool UnlessHeld { get; init; }

    /// <summary>For cleaning that nobody asked for: refused while a request of hers about her data is open.</summary>
    public bool UnlessAsked { get; init; }

    /// <summary>It was recorded before, is lost with a restore, and is recorded again: an order for a hold does not stop it.</summary>
    internal bool IsAgain { get; init; }

    /// <summary>Refused while a legal hold stands, or one is being placed on a segment.</summary>
    internal bool IsCleaning => UnlessHeld || Type is ConsentEventType.Restricted or ConsentEventType.Erased;

    /// <summary>What has to leave once the act is durable; written in the same transaction.</summary>
    public IReadOnlyList<OutboxDraft> Outbox { get; init; } = [];

    /// <summary>The texts above leave only where the withdrawal ends something that did not stand against her number already.</summary>
    public bool SendsOnlyIfNew { get; init; }

    /// <summary>The message that it follows from, kept in the same transaction.</summary>
    public InboundDraft? Inbound { get; init; }

    /// <summary>For an asserted withdrawal: who or what passed it on, so that a burst is noticed.</summary>
    public OriginDraft? Origin { get; init; }

    /// <summary>When it arrived at our door, where that was before it came here; a delay is counted from then.</summary>
    public DateTime? ArrivedAt { get; init; }

    /// <summary>For an undo: refused for every cell that something else has touched since that event.</summary>
    public Guid? Undoes { get; init; }

    /// <summary>Why a hold, a pause or a restriction is set; kept with the interval, not in the event.</summary>
    public string? IntervalReason { get; init; }

    /// <summary>When a hold ends by itself. Null: when somebody ends it.</summary>
    public DateTime? IntervalUntil { get; init; }

    /// <summary>The order that a hold is placed by; for a release: only that order's holds end.</summary>
    public long? HoldOrderId { get; init; }

    /// <summary>For a release: the one hold that ends. With neither, all of hers do.</summary>
    public long? HoldId { get; init; }

    /// <summary>For <see cref="ConsentEventType.ReachabilityChanged"/>: what is so from now on.</summary>
    public ReachabilityDraft? Reachability { get; init; }

    /// <summary>For demo data only: when the act was received. Null: now.</summary>
    internal DateTime? ReceivedAt { get; init; }

    /// <summary>The number's blind index, where bulk work has hashed it before.</summary>
    internal HashedNumber? Hashed { get; init; }
}

/// <param name="BlindIndex">Of the act's number.</param>
/// <param name="Generation">How many index keys it went through.</param>
internal readonly record struct HashedNumber(byte[] BlindIndex, int Generation);

/// <summary>A double opt-in that begins.</summary>
/// <param name="Submission">What the person sent in at once; one code answers all of it.</param>
/// <param name="CodeHash">Keyed hash of the code; 32 bytes.</param>
/// <param name="ExpiresAt">When it lapses.</param>
public sealed record PendingDraft(Guid Submission, byte[] CodeHash, DateTime ExpiresAt);

/// <summary>Whether a number reaches its person.</summary>
/// <param name="Source">Who says so: a carrier or a registry.</param>
public sealed record ReachabilityDraft(ReachabilityStatus Status, string Source);

/// <summary>A message that came in and waits for people, or is kept for a while.</summary>
/// <param name="Fill">Makes its row, which is not yet anybody's.</param>
public sealed record InboundDraft(Func<InboundMessage> Fill);

/// <summary>Where an asserted withdrawal came from.</summary>
/// <param name="Hash">Keyed hash of the address or the actor; 32 bytes.</param>
public sealed record OriginDraft(OriginKind Kind, byte[] Hash);

/// <summary>Something that has to leave.</summary>
/// <param name="MessageKey">The same key is never enqueued twice.</param>
/// <param name="Endpoint">Where to: with the subscriber, the lane in which order is kept.</param>
/// <param name="Kind">What it is: a confirmation code, a webhook.</param>
/// <param name="PayloadCipher">Sealed, bound to the key (16 bytes, big-endian).</param>
/// <param name="SenderId">Whose it is, where it is one sender's.</param>
public sealed record OutboxDraft(Guid MessageKey, string Endpoint, string Kind, byte[] PayloadCipher, long? SenderId = null);

/// <summary>What became of an act.</summary>
/// <param name="EventId">The event that records it.</param>
/// <param name="SubscriberId">Whose.</param>
/// <param name="PublicId">The subscriber's public id.</param>
/// <param name="Seq">The event's place in her chain.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="RefusedCells">The cells that the ratchet kept as they were.</param>
/// <param name="WasKnown">The ledger had this act already; nothing was written.</param>
public sealed record RecordedAct(long EventId, long SubscriberId, PublicId PublicId, int Seq, DateTime RecordedAt, ConsentCells RefusedCells, bool WasKnown)
{
    /// <summary>For a row of an import; where it writes nothing, there is no event.</summary>
    public ImportJudgement Import { get; init; }
}

public static class LedgerErrors
{
    public static readonly Error Maintenance = new("Ledger.Maintenance", ErrorKind.Unavailable);
    public static readonly Error UnknownSubscriber = new("Ledger.UnknownSubscriber", ErrorKind.NotFound);
    /// <summary>It was answered, lapsed, or ended by a withdrawal.</summary>
    public static readonly Error NoRequest = new("Ledger.NoRequest", ErrorKind.Conflict);

    public static readonly Error Erased = new("Ledger.Erased", ErrorKind.Conflict);

    /// <summary>A legal hold stands: nothing of hers is cleaned.</summary>
    public static readonly Error Held = new("Ledger.Held", ErrorKind.Refused);

    /// <summary>A hold is being placed on a segment, and who is in it is not all known yet: nobody is cleaned until it stands.</summary>
    public static readonly Error HoldBeingPlaced = new("Ledger.HoldBeingPlaced", ErrorKind.Refused);

    /// <summary>What she asked for about her data is answered first, from the data.</summary>
    public static readonly Error Asking = new("Ledger.Asking", ErrorKind.Refused);

    /// <summary>She is kept only as proof already; a second restriction would name another day than the one that counts.</summary>
    public static readonly Error Restricted = new("Ledger.Restricted", ErrorKind.Conflict);

    /// <summary>Something was recorded about her since she was looked at.</summary>
    public static readonly Error Changed = new("Ledger.Changed", ErrorKind.Conflict);
    public static readonly Error NewerWithdrawal = new("Ledger.NewerWithdrawal", ErrorKind.Refused);
    public static readonly Error NoCells = new("Ledger.NoCells", ErrorKind.Invalid, "cells");
    public static readonly Error UnpublishedNotice = new("Ledger.UnpublishedNotice", ErrorKind.Invalid, "noticeVersion");

    /// <summary>Only an asserted withdrawal of the last 30 days is annulled, by an event for each sender that it reached.</summary>
    public static readonly Error CannotAnnul = new("Ledger.CannotAnnul", ErrorKind.Conflict);

    /// <summary>The field names the first missing piece of evidence.</summary>
    public static Error EvidenceMissing(string what) => new("Ledger.EvidenceMissing", ErrorKind.Invalid, what);
}

/// <summary>Which acts are her own: only these move LastActivityAt.</summary>
internal static class HerOwnActs
{
    public static bool Is(ConsentEvent act) => act switch
    {
        { IsTest: true } => false,
        { Type: ConsentEventType.Given or ConsentEventType.Confirmed } => true,
        { Type: ConsentEventType.Withdrawn or ConsentEventType.Refused } =>
            act.Source is Source.HostedForm or Source.SmsReply or Source.PreferenceLink or Source.ContactForm or Source.Staff or Source.Api,
        _ => false,
    };

    public static void Touch(Subscriber subscriber, ConsentEvent act)
    {
        if (Is(act) && act.OccurredAt > subscriber.LastActivityAt)
        {
            subscriber.LastActivityAt = act.OccurredAt;
        }
    }
}

using System.Text.Json.Serialization;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Everything that we hold of one person, as she gets it: the file is this, and the page says it in words.</summary>
public sealed record AnswerDocument
{
    public const string CurrentFormat = "access-answer/2";

    public string Format { get; init; } = CurrentFormat;

    public required AnswerRequest Request { get; init; }

    /// <summary>Null where we hold nothing, except perhaps that she must not be contacted.</summary>
    public AnswerPerson? Person { get; init; }

    public IReadOnlyList<AnswerConsent> Consents { get; init; } = [];

    public IReadOnlyList<AnswerEvent> Events { get; init; } = [];

    public IReadOnlyList<AnswerWording> Wordings { get; init; } = [];

    public IReadOnlyList<AnswerSuppression> Suppressions { get; init; } = [];

    /// <summary>Asked for and not answered yet.</summary>
    public IReadOnlyList<AnswerPending> Pending { get; init; } = [];

    /// <summary>When nothing was sent, when the data was off every list, when it had to be kept.</summary>
    public IReadOnlyList<AnswerInterval> Intervals { get; init; } = [];

    public IReadOnlyList<AnswerReachability> Reachability { get; init; } = [];

    public IReadOnlyList<AnswerSends> Sent { get; init; } = [];

    public IReadOnlyList<AnswerMessage> Messages { get; init; } = [];

    /// <summary>What lies ready to leave.</summary>
    public IReadOnlyList<AnswerDelivery> Deliveries { get; init; } = [];

    public IReadOnlyList<AnswerExport> Exports { get; init; } = [];

    /// <summary>Other systems that are told of her consents (GDPR art. 15(1)(c)).</summary>
    public IReadOnlyList<AnswerRecipient> Recipients { get; init; } = [];

    /// <summary>A keyed hash is kept of where a withdrawal came from, so that a prank on many is noticed.</summary>
    public IReadOnlyList<AnswerOrigin> Origins { get; init; } = [];

    public IReadOnlyList<AnswerAnnulment> Annulments { get; init; } = [];

    /// <summary>When staff opened what is kept of her; who it was is not about her.</summary>
    public IReadOnlyList<AnswerLook> Looks { get; init; } = [];

    public IReadOnlyList<AnswerEarlier> Requests { get; init; } = [];

    /// <summary>ISO/IEC TS 27560 as JSON-LD; one for each consent that she was asked for on a wording.</summary>
    public IReadOnlyList<JsonObject> ConsentRecords { get; init; } = [];
}

public sealed record AnswerRequest(string Id, RequestLaw Law, RequestKind Kind, DateTime ReceivedAt, DateTime PreparedAt, string Language, string? Details);

/// <param name="IsHeld">Kept for a legal dispute: nothing is erased while it lasts. Why stays with the dispute.</param>
public sealed record AnswerPerson(
    string Id, string? Number, string Region, string Language, string? Reference, Standing Standing, DateTime FirstSeenAt, DateTime LastActivityAt, DateTime? LastSentAt, bool IsHeld, bool IsRestricted);

public sealed record AnswerConsent(string Sender, ConsentKind Kind, Channel Channel, MessageType MessageType, ConsentState State, DateTime Since, DateTime? GivenAt, DateTime? ExpiresAt);

/// <param name="By">person, staff, system or another system; staff are not named.</param>
/// <param name="Wording">The <see cref="AnswerWording.Id"/> of what was shown.</param>
/// <param name="IsEvidenceUnreadable">Evidence is kept, and somebody changed or damaged it.</param>
public sealed record AnswerEvent(
    int Seq, string Key, ConsentEventType Type, string? Sender, ConsentKind Kind, ConsentCells Cells, DateTime OccurredAt, DateTime RecordedAt, DateTime? ExpiresAt,
    Source Source, Method Method, Assurance Assurance, string By, string? CollectionPoint, AnswerImport? Import, string? Wording, bool IsTest, EvidenceDocument? Evidence, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsEvidenceUnreadable);

/// <summary>Where the company has her number from, where she did not give it herself (GDPR art. 15(1)(g)).</summary>
public sealed record AnswerImport(DateTime At, string From, string? File, string? Proof);

public sealed record AnswerWording(
    string Id, string Sender, int Version, string Language, DateTime? PublishedAt, string Title, string Body, IReadOnlyDictionary<string, string> Boxes,
    string WhoWeAre, string Frequency, IReadOnlyList<string> Purposes, string Keeping, string HowToWithdraw, string PrivacyPolicy, string? ContentHash);

public sealed record AnswerSuppression(string? Sender, ConsentKind Kind, ConsentCells Cells, SuppressionReason Reason, DateTime Since, DateTime? EndedAt);

public sealed record AnswerPending(string Sender, ConsentKind Kind, ConsentCells Cells, string Language, DateTime Since, DateTime Until);

/// <param name="What">hold, pause or restriction.</param>
/// <param name="Reason">Null for a hold: why stays with the dispute.</param>
public sealed record AnswerInterval(string What, DateTime From, DateTime? To, string? Reason);

/// <param name="Since">When it was so, by whoever says it.</param>
/// <param name="From">When it became known here.</param>
public sealed record AnswerReachability(ReachabilityStatus Status, DateTime Since, DateTime From, DateTime? To, string Source);

public sealed record AnswerSends(string Sender, Channel Channel, MessageType MessageType, DateTime Month, int Count);

public sealed record AnswerMessage(DateTime ReceivedAt, string? Sender, string? Text);

/// <param name="What">The kind of message.</param>
/// <param name="To">sms, or the recipient's name.</param>
public sealed record AnswerDelivery(string What, string To, string? Sender, DateTime Since);

/// <param name="Sender">Null: of all senders.</param>
public sealed record AnswerRecipient(string Id, string Name, string? Sender);

public sealed record AnswerOrigin(OriginKind Kind, DateTime At);

public sealed record AnswerAnnulment(DateTime AskedAt, AnnulmentStatus Status, DateTime? DecidedAt, string Reason, string Proof, string? Note);

public sealed record AnswerLook(DateTime At, AuditAction What);

/// <param name="Purpose">In the language of the answer.</param>
public sealed record AnswerExport(DateTime At, string Sender, Channel Channel, MessageType MessageType, string Purpose);

public sealed record AnswerEarlier(string Id, RequestLaw Law, RequestKind Kind, DateTime ReceivedAt, DateTime? ClosedAt, RequestOutcome? Outcome, string? Reason, string? Details);

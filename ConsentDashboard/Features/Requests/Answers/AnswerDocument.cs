using System.Text.Json.Nodes;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Everything that we hold of one person, as she gets it: the file is this, and the page says it in words.</summary>
public sealed record AnswerDocument
{
    public const string CurrentFormat = "access-answer/1";

    public string Format { get; init; } = CurrentFormat;

    public required AnswerRequest Request { get; init; }

    /// <summary>Null where we hold nothing, except perhaps that she must not be contacted.</summary>
    public AnswerPerson? Person { get; init; }

    public IReadOnlyList<AnswerConsent> Consents { get; init; } = [];

    public IReadOnlyList<AnswerEvent> Events { get; init; } = [];

    public IReadOnlyList<AnswerWording> Wordings { get; init; } = [];

    public IReadOnlyList<AnswerSuppression> Suppressions { get; init; } = [];

    public IReadOnlyList<AnswerReachability> Reachability { get; init; } = [];

    public IReadOnlyList<AnswerSends> Sent { get; init; } = [];

    public IReadOnlyList<AnswerMessage> Messages { get; init; } = [];

    public IReadOnlyList<AnswerExport> Exports { get; init; } = [];

    public IReadOnlyList<AnswerEarlier> Requests { get; init; } = [];

    /// <summary>ISO/IEC TS 27560 as JSON-LD; one for each consent that stands or was withdrawn.</summary>
    public IReadOnlyList<JsonObject> ConsentRecords { get; init; } = [];
}

public sealed record AnswerRequest(string Id, RequestLaw Law, RequestKind Kind, DateTime ReceivedAt, DateTime PreparedAt, string Language, string? Details);

/// <param name="IsHeld">Kept for a legal dispute: nothing is erased while it lasts. Why stays with the dispute.</param>
public sealed record AnswerPerson(
    string Id, string? Number, string Region, string Language, string? Reference, Standing Standing, DateTime FirstSeenAt, DateTime LastActivityAt, DateTime? LastSentAt, bool IsHeld, bool IsRestricted);

public sealed record AnswerConsent(string Sender, ConsentKind Kind, Channel Channel, MessageType MessageType, ConsentState State, DateTime Since, DateTime? GivenAt, DateTime? ExpiresAt);

/// <param name="By">person, staff, system or another system; staff are not named.</param>
/// <param name="Wording">The <see cref="AnswerWording.Id"/> of what was shown.</param>
public sealed record AnswerEvent(
    int Seq, string Key, ConsentEventType Type, string? Sender, ConsentKind Kind, ConsentCells Cells, DateTime OccurredAt, DateTime RecordedAt, DateTime? ExpiresAt,
    Source Source, Method Method, Assurance Assurance, string By, string? CollectionPoint, string? Wording, bool IsTest, EvidenceDocument? Evidence);

public sealed record AnswerWording(
    string Id, string Sender, int Version, string Language, DateTime? PublishedAt, string Title, string Body, IReadOnlyDictionary<string, string> Boxes,
    string WhoWeAre, string Frequency, IReadOnlyList<string> Purposes, string Keeping, string HowToWithdraw, string PrivacyPolicy, string? ContentHash);

public sealed record AnswerSuppression(string? Sender, ConsentKind Kind, ConsentCells Cells, SuppressionReason Reason, DateTime Since, DateTime? EndedAt);

public sealed record AnswerReachability(ReachabilityStatus Status, DateTime From, DateTime? To, string Source);

public sealed record AnswerSends(string Sender, Channel Channel, MessageType MessageType, DateTime Month, int Count);

public sealed record AnswerMessage(DateTime ReceivedAt, string? Sender, string? Text);

/// <param name="Purpose">In the language of the answer.</param>
public sealed record AnswerExport(DateTime At, string Sender, Channel Channel, MessageType MessageType, string Purpose);

public sealed record AnswerEarlier(string Id, RequestLaw Law, RequestKind Kind, DateTime ReceivedAt, DateTime? ClosedAt, RequestOutcome? Outcome, string? Reason);

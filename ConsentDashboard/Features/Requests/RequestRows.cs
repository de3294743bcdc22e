using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Requests;

namespace ConsentDashboard.Features.Requests;

/// <summary>What is looked for.</summary>
/// <param name="After">The row that the page goes on after.</param>
public sealed record RequestFilter(bool Closed, RequestLaw? Law, RequestKind? Kind, RequestPlace? After);

/// <summary>Where a row stands in its list.</summary>
public sealed record RequestPlace(DateTime At, long Id);

/// <param name="DaysLeft">As <see cref="RequestDeadlines.DaysLeft"/>; null once closed.</param>
/// <param name="ConfirmBy">By when its receipt has to be confirmed; null where it was, or where no law wants it.</param>
public sealed record RequestRow(
    PublicId Id, RequestPlace Place, RequestLaw Law, RequestKind Kind, RequestStatus Status, RequestOutcome? Outcome, string? Masked, bool IsKnown,
    DateTime ReceivedAt, DateTime DueAt, bool IsExtended, DateTime? ClosedAt, int? DaysLeft, DateTime? ConfirmBy, int? ConfirmDaysLeft);

public sealed record RequestListPage(IReadOnlyList<RequestRow> Rows, bool HasMore);

/// <param name="Subscriber">Null where we hold nothing of her.</param>
/// <param name="CodesLeft">How many codes may still be sent.</param>
/// <param name="IsReassigned">The number went to somebody else: a code by SMS shows nothing.</param>
/// <param name="OthersHoldHer">She asked one company, and others hold consents of hers.</param>
public sealed record RequestDetails(
    RequestRow Row, PublicId? Subscriber, string? Sender, string? Details, string Language, string ReceivedBy, string EnteredBy,
    DateTime? ConfirmedAt, DateTime? ExtendableTo, DateTime? ExtendedAt, string? ExtensionReason,
    int CodesLeft, int TriesLeft, DateTime? CodeExpiresAt, DateTime? VerifiedAt, string? VerifiedBy, DateTime? PreparedAt, DateTime? HandedOverAt,
    string? OutcomeReason, string? ClosedBy, DateTime? KeptUntil, bool IsHeld, bool IsReassigned, bool OthersHoldHer)
{
    /// <summary>A code that was read out shows nothing any more once the number is somebody else's.</summary>
    public bool IsRecognised => VerifiedBy is not null && !(IsReassigned && VerifiedBy == RequestLists.SmsCode);
}

public sealed record SenderChoice(long Id, string Name, string Region);

/// <param name="Masked">Her number, as everybody may see it.</param>
/// <param name="Language">BCP 47; the one she was addressed in.</param>
public sealed record KnownPerson(PublicId Id, string Masked, string Language);

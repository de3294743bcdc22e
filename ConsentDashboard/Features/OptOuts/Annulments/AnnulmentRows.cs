using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <param name="Who">The name of whoever acted; null for an address.</param>
/// <param name="IsOwn">Whoever looks made these withdrawals.</param>
public sealed record BurstRow(PublicId Id, OriginKind Kind, string? Who, int Count, DateTime FirstAt, DateTime LastAt, bool IsOwn);

/// <param name="Waiting">How many requests of it wait for a second person.</param>
/// <param name="WaitingOwn">How many of those whoever looks asked for.</param>
public sealed record BurstDetails(BurstRow Burst, DateTime? ClosedAt, string? ClosedBy, IReadOnlyList<WithdrawalRow> Rows, bool HasMore, int Waiting, int WaitingOwn);

public enum AnnulmentState
{
    /// <summary>Nobody asked.</summary>
    Stands,
    Waiting,
    Annulled,
    Rejected,
    Expired,
}

/// <param name="Place">Of the event, to go on from.</param>
/// <param name="Key">Of the event.</param>
/// <param name="Masked">Null where it is not kept.</param>
/// <param name="Sender">Null: all senders.</param>
public sealed record WithdrawalRow(
    long Place, Guid Key, PublicId Subscriber, string? Masked, DateTime At, Source Source, Method Method, string? Sender, ConsentCells Cells, AnnulmentState State);

/// <param name="Who">The name of whoever recorded it; null for the person herself.</param>
/// <param name="Refusal">Why it cannot be asked for.</param>
/// <param name="EndsAt">Until when it can be annulled.</param>
public sealed record WithdrawalDetails(WithdrawalRow Row, string? Who, Error? Refusal, DateTime EndsAt);

public enum AnnulmentView
{
    Waiting,
    Decided,
}

/// <param name="Place">To go on from.</param>
/// <param name="Burst">Asked for together with others.</param>
/// <param name="Refusal">Why whoever looks cannot agree to it.</param>
/// <param name="MayReject">Whoever looks may refuse it.</param>
public sealed record RequestRow(
    long Place, PublicId Id, WithdrawalRow Withdrawal, PublicId? Burst, string Reason, string Evidence, AnnulmentStatus Status, string RequestedBy, DateTime RequestedAt, DateTime EndsAt,
    string? DecidedBy, DateTime? DecidedAt, string? Note, Error? Refusal, bool MayReject);

public sealed record RequestPage(IReadOnlyList<RequestRow> Rows, bool HasMore);

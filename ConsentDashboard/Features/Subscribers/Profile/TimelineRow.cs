using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>One line of her history: an event of the ledger, or something that staff did. Exactly one is set.</summary>
public sealed record TimelineRow(EventRow? Event, AuditRow? Audit)
{
    public DateTime At => Event?.RecordedAt ?? Audit!.At;
}

/// <param name="Sender">Null: all senders.</param>
/// <param name="Actor">As in <see cref="ConsentEvent.Actor"/>.</param>
/// <param name="StaffName">The name of the member of staff, where one acted.</param>
public sealed record EventRow(
    long Id,
    int Seq,
    ConsentEventType Type,
    string? Sender,
    ConsentKind Kind,
    ConsentCells Cells,
    Assurance Assurance,
    Source Source,
    Method Method,
    DateTime OccurredAt,
    DateTime RecordedAt,
    string Actor,
    string? StaffName,
    string? Point,
    WordingRow? Wording,
    string? Language,
    bool IsTest,
    bool HasEvidence,
    Guid Key = default)
{
    /// <summary>From the act until it was in force.</summary>
    public TimeSpan Delay => RecordedAt - OccurredAt;

    /// <summary>Why a hold or a restriction was set.</summary>
    public string? Reason { get; init; }
}

/// <param name="Subject">For evidence, the number of the event.</param>
public sealed record AuditRow(long Id, DateTime At, AuditAction Action, string ActorName, string? Subject, string? Reason);

/// <summary>The page goes on below this event and this audit entry.</summary>
public sealed record TimelineCursor(int Seq, long AuditId)
{
    public static readonly TimelineCursor Top = new(int.MaxValue, long.MaxValue);

    /// <returns>Null for text that is not a cursor.</returns>
    public static TimelineCursor? Parse(string? text) =>
        text?.Split('-') is [var seq, var audit]
        && int.TryParse(seq, System.Globalization.NumberStyles.None, null, out var below)
        && long.TryParse(audit, System.Globalization.NumberStyles.None, null, out var belowAudit)
            ? new(below, belowAudit)
            : null;

    public override string ToString() => $"{Seq}-{AuditId}";
}

/// <param name="Older">Where the next page begins; null on the last.</param>
public sealed record TimelinePage(IReadOnlyList<TimelineRow> Rows, TimelineCursor? Older);

using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;

namespace ConsentDashboard.Features.Audit;

/// <param name="Actor">As in <see cref="AuditEntry.Actor"/>.</param>
/// <param name="From">First day, in UTC.</param>
/// <param name="To">Last day, in UTC, itself included.</param>
public sealed record AuditFilter(AuditAction? Action = null, string? Actor = null, DateOnly? From = null, DateOnly? To = null, PublicId? Subscriber = null)
{
    public bool IsEmpty => this == new AuditFilter();
}

/// <summary>Where in the list a page begins; at most one is set, and none is the newest page.</summary>
/// <param name="OlderThan">Entries that follow this one in the list.</param>
/// <param name="NewerThan">Entries that stand before this one.</param>
/// <param name="AtEnd">The oldest entries.</param>
public sealed record AuditPlace(long? OlderThan = null, long? NewerThan = null, bool AtEnd = false);

/// <param name="HasOlder">There is a page after this one.</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, bool HasNewer, bool HasOlder);

public sealed record AuditRow(long Id, DateTime At, string Actor, string ActorName, AuditAction Action, PublicId? Subscriber, string? Subject, string? Reason, string? Details);

/// <summary>A member of staff by whom the list can be filtered.</summary>
/// <param name="Key">As in <see cref="AuditEntry.Actor"/>.</param>
public sealed record AuditActor(string Key, string Name);

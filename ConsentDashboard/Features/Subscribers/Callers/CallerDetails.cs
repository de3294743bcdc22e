using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Subscribers.Callers;

/// <summary>As much about a caller as the one who talks to her needs.</summary>
/// <param name="MaskedNumber">Null where it is erased.</param>
/// <param name="Senders">In the order in which they were registered.</param>
public sealed record CallerDetails(PublicId PublicId, string? MaskedNumber, string Region, string Language, IReadOnlyList<CallerSender> Senders);

/// <param name="Allowed">What this sender may contact her for now.</param>
public sealed record CallerSender(string Name, ConsentCells Allowed);

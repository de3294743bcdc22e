using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;

namespace ConsentDashboard.Features.Notices;

/// <param name="Newest">The version with the highest number.</param>
/// <param name="PublishedAt">When the newest published version was published; null where none is in use.</param>
/// <param name="Points">How many collection points show one of its versions.</param>
public sealed record NoticeRow(PublicId PublicId, string Name, string Sender, ConsentKind Kind, VersionRow Newest, int? Published, DateTime? PublishedAt, int Points);

public sealed record VersionRow(PublicId PublicId, int Number, NoticeStatus Status, DateTime? PublishedAt, DateTime? RetiredAt, int Points);

/// <summary>A sender that a notice can be written for.</summary>
public sealed record SenderChoice(long Id, string Name, bool NeedsProcessingConsent);

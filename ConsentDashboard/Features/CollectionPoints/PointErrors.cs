using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints.Linting;

namespace ConsentDashboard.Features.CollectionPoints;

/// <summary>Where a field is named, it is a <see cref="PointPart"/>, or the id of the rule that stands in the way.</summary>
internal static class PointErrors
{
    public static readonly Error NotFound = new("Point.NotFound", ErrorKind.NotFound);
    public static readonly Error Stale = new("Point.Stale", ErrorKind.Conflict);
    public static readonly Error Retired = new("Point.Retired", ErrorKind.Conflict);
    public static readonly Error CannotStep = new("Point.CannotStep", ErrorKind.Conflict);
    public static readonly Error NameMissing = At("Point.NameMissing", PointPart.Name);
    public static readonly Error SlugBad = At("Point.SlugBad", PointPart.Slug);
    public static readonly Error SlugTaken = At("Point.SlugTaken", PointPart.Slug);
    public static readonly Error SlugFixed = At("Point.SlugFixed", PointPart.Slug);
    public static readonly Error SenderMissing = At("Point.SenderMissing", PointPart.Sender);
    public static readonly Error SenderFixed = At("Point.SenderFixed", PointPart.Sender);
    public static readonly Error KindMissing = At("Point.KindMissing", PointPart.Kind);
    public static readonly Error NoticeUnknown = At("Point.NoticeUnknown", PointPart.Notice);
    public static readonly Error ProcessingUnknown = At("Point.NoticeUnknown", PointPart.Processing);
    public static readonly Error RegionMissing = At("Point.RegionMissing", PointPart.DefaultRegion);
    public static readonly Error FieldNameMissing = At("Point.FieldNameMissing", PointPart.Fields);
    public static readonly Error FieldTwice = At("Point.FieldTwice", PointPart.Fields);
    public static readonly Error FindingGone = new("Finding.Gone", ErrorKind.Conflict);
    public static readonly Error FindingIsError = new("Finding.IsError", ErrorKind.Refused);
    public static readonly Error ReasonLength = new("Finding.ReasonLength", ErrorKind.Invalid, "reason");
    public static readonly Error PageAddress = new("Snippet.PageAddress", ErrorKind.Invalid, "address");
    public static readonly Error NoWording = new("Snippet.NoWording", ErrorKind.Conflict);
    public static readonly Error NoLanguage = new("Snippet.NoLanguage", ErrorKind.Invalid, "language");

    public static Error TooLong(PointPart part) => At("Point.TooLong", part);

    /// <summary>A finding stands in the way of activation.</summary>
    public static Error Stands(Finding finding) => new("Point.FindingStands", ErrorKind.Refused, finding.Rule.Id);

    /// <summary>An edit of a point in use would bring a finding.</summary>
    public static Error Brings(Finding finding) => new("Point.BringsFinding", ErrorKind.Refused, finding.Rule.Id);

    private static Error At(string key, PointPart part) => new(key, ErrorKind.Invalid, part.ToString());
}

using System.Text.RegularExpressions;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <summary>What a point needs in order to be stored at all. Everything about good and bad is the linter's.</summary>
internal static partial class DraftRules
{
    public const int MaxFields = 20;

    public static Error? Refusal(PointDraft draft, PointCatalogue catalogue) => draft switch
    {
        _ when string.IsNullOrWhiteSpace(draft.Name) => PointErrors.NameMissing,
        _ when TooLong(draft) is { } part => PointErrors.TooLong(part),
        _ when !Slug().IsMatch(draft.Slug.Trim()) => PointErrors.SlugBad,
        _ when !Enum.IsDefined(draft.Kind) => PointErrors.KindMissing,
        _ when catalogue.Find(draft.Sender) is null => PointErrors.SenderMissing,
        { Notice: { } notice } when catalogue.FindWording(notice) is null => PointErrors.NoticeUnknown,
        { Processing: { } processing } when catalogue.FindWording(processing) is null => PointErrors.ProcessingUnknown,
        _ when draft.DefaultRegion.Trim().Length != 2 => PointErrors.RegionMissing,
        _ when draft.Fields.Exists(field => string.IsNullOrWhiteSpace(field.Name)) => PointErrors.FieldNameMissing,
        _ when draft.Fields.DistinctBy(field => field.Name.Trim(), StringComparer.OrdinalIgnoreCase).Count() < draft.Fields.Count => PointErrors.FieldTwice,
        _ => null,
    };

    /// <summary>What stands on other people's sites and posters does not change any more.</summary>
    public static Error? Refusal(PointDraft draft, CollectionPoint point, PointCatalogue catalogue) => point.Status switch
    {
        CollectionPointStatus.Retired => PointErrors.Retired,
        var status when PointTransitions.IsNew(status) => null,
        _ when point.Slug != draft.Slug.Trim() => PointErrors.SlugFixed,
        _ when catalogue.Find(draft.Sender)?.Id != point.SenderId => PointErrors.SenderFixed,
        _ => null,
    };

    private static PointPart? TooLong(PointDraft draft) => draft switch
    {
        { Name.Length: > 200 } => PointPart.Name,
        { Slug.Length: > 80 } => PointPart.Slug,
        { Place.Length: > 500 } => PointPart.Place,
        { Reason.Length: > 1000 } => PointPart.Reason,
        { WhyRequired.Length: > 1000 } => PointPart.WhyRequired,
        { AllowedRegions.Length: > 800 } => PointPart.AllowedRegions,
        { Fields.Count: > MaxFields } => PointPart.Fields,
        _ when draft.Fields.Exists(field => field.Name.Length > 60 || field.Purpose.Length > 500) => PointPart.Fields,
        _ => null,
    };

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Slug();
}

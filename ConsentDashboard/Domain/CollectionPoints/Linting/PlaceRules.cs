using System.Text.RegularExpressions;
using static ConsentDashboard.Domain.CollectionPoints.Linting.LintRule;

namespace ConsentDashboard.Domain.CollectionPoints.Linting;

/// <summary>Where people are asked, why there, and how.</summary>
internal static partial class PlaceRules
{
    private const int ThinReason = 20;
    private const int LongSlug = 40;

    public static readonly LintRule[] Table =
    [
        Must("place-missing", 3, PointPart.Place, facts => IsBlank(facts.Point.Place)),
        Must("reason-missing", 3, PointPart.Reason, facts => IsBlank(facts.Point.Reason)),
        Should("reason-thin", 3, PointPart.Reason, facts => facts.Point.Reason.Trim().Length is > 0 and < ThinReason),
        Should("address-unreadable", 2, PointPart.Slug, facts => !Readable().IsMatch(facts.Point.Slug) || facts.Point.Slug.Length > LongSlug),
        Must("boxes-ticked", 1, PointPart.BoxesStartUnticked, facts => !facts.Point.BoxesStartUnticked),
        Must("no-refusal", 3, PointPart.CanRefuse, facts => !facts.Point.CanRefuse),
        Should("stranger-can-enter-number", 1, PointPart.DoubleOptIn, facts => IsPublicForm(facts.Point.Kind) && !facts.Point.DoubleOptIn),
        Must("window-absurd", 1, PointPart.DoubleOptInHours, facts => facts.Point is { DoubleOptIn: true, DoubleOptInHours: < 1 or > 168 }),
    ];

    internal static bool IsBlank(string? text) => string.IsNullOrWhiteSpace(text);

    /// <summary>Whoever finds the page can type anybody's number into it.</summary>
    private static bool IsPublicForm(CollectionPointKind kind) => kind is CollectionPointKind.SiteRegistration or CollectionPointKind.Newsletter or CollectionPointKind.Checkout;

    // Words of letters with hyphens between them, where a number may stand at the end: an address to be read out and typed.
    [GeneratedRegex("^[a-z]{2,}(-[a-z]+)*(-?[0-9]{1,4})?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Readable();
}

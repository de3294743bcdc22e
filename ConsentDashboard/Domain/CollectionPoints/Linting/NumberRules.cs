using static ConsentDashboard.Domain.CollectionPoints.Linting.LintRule;

namespace ConsentDashboard.Domain.CollectionPoints.Linting;

/// <summary>Whether the number has to be given, and from where numbers may be.</summary>
internal static class NumberRules
{
    public static readonly LintRule[] Table =
    [
        Must("required-without-why", 3, PointPart.WhyRequired, facts => facts.Point.NumberRequired && PlaceRules.IsBlank(facts.Point.WhyRequired)),
        Should("required-out-of-place", 3, PointPart.NumberRequired, facts => facts.Point.NumberRequired && !MayRequire(facts.Point.Kind)),
        Must("region-unknown", 3, PointPart.AllowedRegions, facts => facts.AllowedRegions.Where(region => !facts.KnownRegions.Contains(region))),
        Must("default-region-unknown", 3, PointPart.DefaultRegion, facts => !facts.KnownRegions.Contains(facts.Point.DefaultRegion)),
        Must("default-region-not-allowed", 3, PointPart.DefaultRegion, facts =>
            facts.AllowedRegions.Count > 0 && !facts.AllowedRegions.Contains(facts.Point.DefaultRegion) && facts.KnownRegions.Contains(facts.Point.DefaultRegion)),
    ];

    // A newsletter by text cannot be without a number, a delivery may need a call, an account may be secured by one. Nobody
    // needs a number to use an app, to stand at a counter or to visit a fair.
    private static bool MayRequire(CollectionPointKind kind) => kind switch
    {
        CollectionPointKind.Newsletter or CollectionPointKind.CallCentre or CollectionPointKind.Checkout or CollectionPointKind.SiteRegistration => true,
        _ => false,
    };
}

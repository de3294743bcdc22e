using System.Collections.Frozen;

namespace ConsentDashboard.Domain.OptOut.Deadlines;

/// <summary>The rules that are known without settings. Engineering notes, not legal advice.</summary>
public static class KnownDeadlines
{
    /// <summary>The United States and the territories whose numbers are of their own region.</summary>
    public static FrozenSet<string> UnitedStates { get; } = Regions("US", "PR", "GU", "VI", "AS", "MP", "UM");

    /// <summary>
    /// Opt-out of sale and sharing in California. It is longer than the federal one, and a number does not tell the state:
    /// it counts only where the settings name it.
    /// </summary>
    public static DeadlineRule California { get; } = new("ccpa", UnitedStates, new(2023, 3, 29), DeadlineKind.BusinessDays, 15, "11 CCR 7026(f)");

    public static IReadOnlyList<DeadlineRule> All { get; } =
    [
        // "Within a reasonable time not to exceed ten business days"; FCC 24-24, in force since 11 April 2025 (90 FR 5730).
        new("tcpa", UnitedStates, new(2025, 4, 11), DeadlineKind.BusinessDays, 10, "47 CFR 64.1200(a)(10)"),

        // Until then a do-not-call request had "a reasonable time", at most 30 days.
        new("tcpa-2003", UnitedStates, DateOnly.MinValue, DeadlineKind.Days, 30, "47 CFR 64.1200(d)(3)"),

        // "Must at once stop distributing advertising to a person who demanded it."
        new("ru-advertising", Regions("RU"), DateOnly.MinValue, DeadlineKind.Immediate, 0, "38-FZ art. 18(1)"),

        // "It shall be as easy to withdraw as to give consent", and art. 21(3): no longer processed for marketing. No days are
        // allowed for it; where no law of the region is known this, the strictest, is what we keep to.
        new("gdpr", FrozenSet<string>.Empty, DateOnly.MinValue, DeadlineKind.Immediate, 0, "GDPR art. 7(3), 21(3)"),
    ];

    private static FrozenSet<string> Regions(params string[] regions) => regions.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}

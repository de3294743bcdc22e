namespace ConsentDashboard.Domain.CollectionPoints.Linting;

public enum Severity
{
    /// <summary>Stands in the way of activation until it is mended or somebody says why it may stand.</summary>
    Warning,

    /// <summary>Stands in the way of activation until it is mended.</summary>
    Error,
}

/// <summary>The input of a point to which a finding belongs.</summary>
public enum PointPart
{
    Name,
    Slug,
    Kind,
    Place,
    Reason,
    NumberRequired,
    WhyRequired,
    CanRefuse,
    BoxesStartUnticked,
    Fields,
    DoubleOptIn,
    DoubleOptInHours,
    DefaultRegion,
    AllowedRegions,
    Sender,
    Notice,
    Processing,
}

/// <summary>One row of the table of rules.</summary>
/// <param name="Id">Stable: what is overridden is stored under it.</param>
/// <param name="Principle">Which of the seven principles it serves.</param>
/// <param name="Part">The input that causes a finding.</param>
/// <param name="Breaks">What breaks the rule, by name (fields, languages, regions; an empty name for the point as a whole); nothing where it holds.</param>
public sealed record LintRule(string Id, Severity Severity, int Principle, PointPart Part, Func<PointFacts, IEnumerable<string>> Breaks)
{
    /// <summary>Resource keys. The message takes the names of what breaks the rule as {0}.</summary>
    public string MessageKey => $"Rule.{Id}";

    public string ExplanationKey => $"Rule.{Id}.Why";

    public string FixKey => $"Rule.{Id}.Fix";

    internal static LintRule Must(string id, int principle, PointPart part, Func<PointFacts, bool> breaks) => new(id, Severity.Error, principle, part, Whole(breaks));

    internal static LintRule Must(string id, int principle, PointPart part, Func<PointFacts, IEnumerable<string>> breaks) => new(id, Severity.Error, principle, part, breaks);

    internal static LintRule Should(string id, int principle, PointPart part, Func<PointFacts, bool> breaks) => new(id, Severity.Warning, principle, part, Whole(breaks));

    internal static LintRule Should(string id, int principle, PointPart part, Func<PointFacts, IEnumerable<string>> breaks) => new(id, Severity.Warning, principle, part, breaks);

    private static Func<PointFacts, IEnumerable<string>> Whole(Func<PointFacts, bool> breaks) => facts => breaks(facts) ? [""] : [];
}

/// <summary>A rule that a point breaks.</summary>
/// <param name="Names">What breaks it, in order and each once.</param>
public sealed record Finding(LintRule Rule, IReadOnlyList<string> Names)
{
    public bool IsError => Rule.Severity == Severity.Error;

    public string Subject => string.Join(", ", Names.Where(name => name.Length > 0));

    /// <summary>This finding says nothing that the other did not say.</summary>
    public bool IsWithin(Finding other) => Rule.Id == other.Rule.Id && Names.All(other.Names.Contains);
}

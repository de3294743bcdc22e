namespace ConsentDashboard.Domain.CollectionPoints.Linting;

/// <summary>Holds a point against the table of rules.</summary>
public static class PointLinter
{
    public static readonly IReadOnlyList<LintRule> Rules = [.. PlaceRules.Table, .. NumberRules.Table, .. FieldRules.Table, .. SenderRules.Table, .. WordingRules.Table, .. ProcessingRules.Table];

    public static LintRule? Find(string id) => Rules.FirstOrDefault(rule => rule.Id == id);

    /// <returns>Errors first, then in the order of the table.</returns>
    public static IReadOnlyList<Finding> Lint(PointFacts facts) =>
    [
        .. Rules
            .Select(rule => new Finding(rule, [.. rule.Breaks(facts).Distinct(StringComparer.Ordinal)]))
            .Where(finding => finding.Names.Count > 0)
            .OrderByDescending(finding => finding.Rule.Severity),
    ];

    /// <summary>The findings that stand in the way: errors, and warnings that nobody let stand.</summary>
    public static IEnumerable<Finding> Open(IEnumerable<Finding> findings, IEnumerable<FindingOverride> overrides)
    {
        var stand = overrides.Select(row => row.Rule).ToHashSet(StringComparer.Ordinal);
        return findings.Where(finding => finding.IsError || !stand.Contains(finding.Rule.Id));
    }

    /// <summary>What is found now and was not found before.</summary>
    public static IEnumerable<Finding> New(IEnumerable<Finding> now, IReadOnlyCollection<Finding> before) =>
        now.Where(finding => !before.Any(finding.IsWithin));
}

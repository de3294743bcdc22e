namespace ConsentDashboard.Features.CollectionPoints;

/// <summary>What the rules say: the finding, why it matters, and what mends it.</summary>
public sealed class LintText;

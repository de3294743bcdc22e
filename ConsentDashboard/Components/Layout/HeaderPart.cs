namespace ConsentDashboard.Components.Layout;

/// <summary>Something that stands in the header of every page. Features register theirs as singletons; the shell names none of them.</summary>
/// <param name="Component">Drawn without parameters.</param>
/// <param name="Permission">Who lacks it does not see the part.</param>
/// <param name="Order">From left to right.</param>
public sealed record HeaderPart(Type Component, string Permission, int Order);

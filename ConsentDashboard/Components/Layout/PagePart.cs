namespace ConsentDashboard.Components.Layout;

/// <summary>Something that one feature lays on another's page. Features register theirs as singletons; the page names none of them.</summary>
/// <param name="Page">The page's address.</param>
/// <param name="Component">Drawn without parameters, below what the page itself has.</param>
/// <param name="Permission">Who lacks it does not see the part.</param>
public sealed record PagePart(string Page, Type Component, string Permission);

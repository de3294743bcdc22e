namespace ConsentDashboard.Features.CollectionPoints;

/// <summary>The words of the pages about collection points.</summary>
public sealed class CollectionPointsText;

namespace ConsentDashboard.Domain.CollectionPoints;

/// <summary>What is done with a point as a whole.</summary>
public enum PointStep
{
    Activate,
    Pause,
    Retire,
}

/// <summary>Draft, active, paused, and retired for good.</summary>
public static class PointTransitions
{
    /// <returns>The state that the step leads to; null where it cannot be taken from there.</returns>
    public static CollectionPointStatus? After(CollectionPointStatus from, PointStep step) => (from, step) switch
    {
        (CollectionPointStatus.Draft or CollectionPointStatus.Paused, PointStep.Activate) => CollectionPointStatus.Active,
        (CollectionPointStatus.Active, PointStep.Pause) => CollectionPointStatus.Paused,
        (not CollectionPointStatus.Retired, PointStep.Retire) => CollectionPointStatus.Retired,
        _ => null,
    };

    /// <summary>Nothing has come in yet, so its address and its sender may still change.</summary>
    public static bool IsNew(CollectionPointStatus status) => status == CollectionPointStatus.Draft;
}

namespace ConsentDashboard.Domain.Retention;

public enum PolicyOverlap
{
    /// <summary>They find the same people by the same trigger and do the same to them.</summary>
    Same = 1,

    /// <summary>They find the same people and do different things to them: whichever runs first decides.</summary>
    Conflict = 2,

    /// <summary>The other erases numbers that this one would have restricted later, so that this one finds nobody.</summary>
    Moot = 3,
}

/// <summary>Which policies, both on, can find the same people.</summary>
public static class PolicyOverlaps
{
    /// <returns>How the two overlap as the first sees it; null where they do not.</returns>
    public static PolicyOverlap? Between(PolicyDefinition one, PolicyDefinition other)
    {
        if (!ScopesMeet(one, other) || !PeopleMeet(one, other))
        {
            return null;
        }

        if (one.Action == other.Action)
        {
            return one.Trigger == other.Trigger ? PolicyOverlap.Same : null;
        }

        return one.Action == RetentionAction.Restrict && other.Action == RetentionAction.Erase && Precedes(other, one) ? PolicyOverlap.Moot : PolicyOverlap.Conflict;
    }

    // No limit meets every limit; two limits of a kind meet where they are one.
    private static bool ScopesMeet(PolicyDefinition one, PolicyDefinition other) =>
        Meet(one.SenderId, other.SenderId) && Meet(one.CollectionPointId, other.CollectionPointId) && (one.Region is null || other.Region is null || one.Region == other.Region);

    private static bool Meet(long? one, long? other) => one is null || other is null || one == other;

    // Withdrawn, restricted and unconfirmed numbers are different people; who is inactive may be any of them, as what
    // becomes of a number goes before what becomes of its consents and its evidence.
    private static bool PeopleMeet(PolicyDefinition one, PolicyDefinition other) =>
        one.Trigger == other.Trigger || (IsOfNumbers(one) && IsOfNumbers(other) && (one.Trigger == RetentionTrigger.Inactive || other.Trigger == RetentionTrigger.Inactive));

    private static bool IsOfNumbers(PolicyDefinition definition) => definition.Action is RetentionAction.Restrict or RetentionAction.Erase;

    // Months are taken as long for one and as short for the other: it is called moot only where it surely is. Whoever withdrew
    // is erased once no sender keeps proof any more, which may be later than the period says.
    private static bool Precedes(PolicyDefinition one, PolicyDefinition other) =>
        one.Trigger == other.Trigger && one.Trigger != RetentionTrigger.Withdrawn && Covers(one, other) && Days(one, 31) <= Days(other, 28);

    private static bool Covers(PolicyDefinition one, PolicyDefinition other) =>
        (one.SenderId is null || one.SenderId == other.SenderId)
        && (one.Region is null || one.Region == other.Region)
        && (one.CollectionPointId is null || one.CollectionPointId == other.CollectionPointId);

    private static int Days(PolicyDefinition definition, int ofMonth) => definition.Unit == RetentionUnit.Months ? definition.Period * ofMonth : definition.Period;
}

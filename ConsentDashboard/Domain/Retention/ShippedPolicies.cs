namespace ConsentDashboard.Domain.Retention;

/// <summary>A policy that an installation begins with.</summary>
public sealed record ShippedPolicy(string Name, PolicyDefinition Definition);

/// <summary>The policies that an installation begins with; one of each trigger. Whoever renames one calls it what they like.</summary>
public static class ShippedPolicies
{
    public static readonly IReadOnlyList<ShippedPolicy> All =
    [
        new("Restrict withdrawn numbers", New(RetentionTrigger.Withdrawn, RetentionAction.Restrict, 30, RetentionUnit.Days)),
        new("Erase when proof is no longer kept", New(RetentionTrigger.ProofRetentionOver, RetentionAction.Erase)),
        new("Erase inactive numbers", New(RetentionTrigger.Inactive, RetentionAction.Erase, 24, RetentionUnit.Months)),
        new("Erase what was never confirmed", New(RetentionTrigger.NeverConfirmed, RetentionAction.Erase, 30, RetentionUnit.Days)),
        new("Expire consents after their lifespan", New(RetentionTrigger.LifespanOver, RetentionAction.Expire)),
        new("Invalidate consents without proof", New(RetentionTrigger.ProofMissing, RetentionAction.Invalidate)),
        new("Erase old evidence", New(RetentionTrigger.EvidenceOld, RetentionAction.EraseEvidence, 60, RetentionUnit.Months)),
    ];

    /// <returns>Null where somebody gave the name.</returns>
    public static ShippedPolicy? Named(string name) => All.FirstOrDefault(policy => policy.Name == name);

    private static PolicyDefinition New(RetentionTrigger trigger, RetentionAction action, int period = 0, RetentionUnit unit = RetentionUnit.Days) =>
        new() { Trigger = trigger, Action = action, Period = period, Unit = unit };
}

using ConsentDashboard.Domain.Retention;

namespace ConsentDashboard.Tests.Domain.Retention;

public sealed class OverlappingPoliciesTests
{
    private static readonly PolicyDefinition Restrict = new() { Trigger = RetentionTrigger.Withdrawn, Period = 30, Unit = RetentionUnit.Days, Action = RetentionAction.Restrict };
    private static readonly PolicyDefinition Erase = Restrict with { Action = RetentionAction.Erase };
    private static readonly PolicyDefinition Inactive = new() { Trigger = RetentionTrigger.Inactive, Period = 24, Unit = RetentionUnit.Months, Action = RetentionAction.Erase };
    private static readonly PolicyDefinition Erased = Inactive with { Period = 700, Unit = RetentionUnit.Days };
    private static readonly PolicyDefinition Asleep = Erased with { Action = RetentionAction.Restrict };
    private static readonly PolicyDefinition Unconfirmed = new() { Trigger = RetentionTrigger.NeverConfirmed, Period = 30, Unit = RetentionUnit.Days, Action = RetentionAction.Erase };
    private static readonly PolicyDefinition Lifespan = new() { Trigger = RetentionTrigger.LifespanOver, Action = RetentionAction.Expire };
    private static readonly PolicyDefinition Evidence = new() { Trigger = RetentionTrigger.EvidenceOld, Period = 60, Unit = RetentionUnit.Months, Action = RetentionAction.EraseEvidence };

    public static TheoryData<string, PolicyDefinition, PolicyDefinition, PolicyOverlap?> Pairs => new()
    {
        { "twice the same", Restrict, Restrict with { Period = 60 }, PolicyOverlap.Same },
        { "one within the other", Restrict, Restrict with { SenderId = 1 }, PolicyOverlap.Same },
        { "of two senders", Restrict with { SenderId = 1 }, Restrict with { SenderId = 2 }, null },
        { "of two regions", Restrict with { Region = "DE" }, Restrict with { Region = "FR" }, null },
        { "of two points", Restrict with { CollectionPointId = 1 }, Restrict with { CollectionPointId = 2 }, null },
        { "limits of two kinds", Restrict with { SenderId = 1 }, Restrict with { Region = "DE" }, PolicyOverlap.Same },
        { "erased before it is restricted", Asleep, Erased, PolicyOverlap.Moot },
        { "erased, and nothing is left to restrict", Erased, Asleep, PolicyOverlap.Conflict },
        { "erased later", Asleep, Erased with { Period = 900 }, PolicyOverlap.Conflict },
        { "erased earlier, elsewhere too", Asleep with { Region = "DE" }, Erased, PolicyOverlap.Moot },
        { "erased earlier, in one region alone", Asleep, Erased with { Region = "DE" }, PolicyOverlap.Conflict },
        { "a month that may be longer", Asleep with { Period = 23, Unit = RetentionUnit.Months }, Erased, PolicyOverlap.Conflict },
        { "erased once no proof is kept any more", Restrict, Erase, PolicyOverlap.Conflict },
        { "the inactive may have withdrawn", Restrict, Inactive, PolicyOverlap.Conflict },
        { "both erase, for reasons of their own", Inactive, Unconfirmed, null },
        { "withdrawn is not unconfirmed", Restrict, Unconfirmed, null },
        { "consents and numbers", Lifespan, Inactive, null },
        { "evidence and numbers", Evidence, Inactive, null },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void Whoever_can_be_found_twice_is_told(string what, PolicyDefinition one, PolicyDefinition other, PolicyOverlap? expected) =>
        Assert.True(expected == PolicyOverlaps.Between(one, other), $"{what}: {PolicyOverlaps.Between(one, other)}");

    [Theory, MemberData(nameof(Pairs))]
    public void Both_overlap_or_neither(string what, PolicyDefinition one, PolicyDefinition other, PolicyOverlap? expected) =>
        Assert.True((expected is null) == (PolicyOverlaps.Between(other, one) is null), what);
}

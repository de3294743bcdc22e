using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Domain.Retention;

/// <summary>What a policy finds and does, apart from its name, its switch and its schedule: what a run is previewed, approved and done by.</summary>
public sealed record PolicyDefinition
{
    /// <summary>The longest period: twenty years.</summary>
    public const int MostDays = 7300;

    /// <summary>The same in months.</summary>
    public const int MostMonths = 240;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    public RetentionTrigger Trigger { get; init; }

    public int Period { get; init; }

    public RetentionUnit Unit { get; init; }

    public RetentionAction Action { get; init; }

    public long? SenderId { get; init; }

    public string? Region { get; init; }

    public long? CollectionPointId { get; init; }

    public bool CountsOurSends { get; init; }

    public static PolicyDefinition Of(RetentionPolicy policy) => new()
    {
        Trigger = policy.Trigger,
        Period = policy.Period,
        Unit = policy.Unit,
        Action = policy.Action,
        SenderId = policy.SenderId,
        Region = policy.Region,
        CollectionPointId = policy.CollectionPointId,
        CountsOurSends = policy.CountsOurSends,
    };

    /// <exception cref="JsonException">The text was not written by <see cref="ToJson"/>.</exception>
    public static PolicyDefinition Parse(string json) => JsonSerializer.Deserialize<PolicyDefinition>(json, Json) ?? throw new JsonException("A policy is an object.");

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Whether the trigger is counted from a period of the policy's own.</summary>
    public static bool HasPeriod(RetentionTrigger trigger) =>
        trigger is RetentionTrigger.Withdrawn or RetentionTrigger.Inactive or RetentionTrigger.NeverConfirmed or RetentionTrigger.EvidenceOld;

    /// <summary>What may follow from a trigger: a given consent is never erased with its proof because it is old, and proof that is missing cannot expire.</summary>
    public static IReadOnlyList<RetentionAction> ActionsOf(RetentionTrigger trigger) => trigger switch
    {
        RetentionTrigger.Withdrawn => [RetentionAction.Restrict, RetentionAction.Erase],
        RetentionTrigger.ProofRetentionOver => [RetentionAction.Erase],
        RetentionTrigger.Inactive => [RetentionAction.Erase, RetentionAction.Restrict],
        RetentionTrigger.NeverConfirmed => [RetentionAction.Erase],
        RetentionTrigger.LifespanOver => [RetentionAction.Expire],
        RetentionTrigger.ProofMissing => [RetentionAction.Invalidate],
        RetentionTrigger.EvidenceOld => [RetentionAction.EraseEvidence],
        _ => [],
    };

    /// <returns>What is wrong with it; null where nothing is.</returns>
    public Error? Refusal()
    {
        if (ActionsOf(Trigger).Count == 0)
        {
            return PolicyErrors.NoTrigger;
        }

        if (!ActionsOf(Trigger).Contains(Action))
        {
            return PolicyErrors.NoAction;
        }

        if (!HasPeriod(Trigger))
        {
            return Period == 0 ? null : PolicyErrors.PeriodNotUsed;
        }

        var most = Unit switch
        {
            RetentionUnit.Days => MostDays,
            RetentionUnit.Months => MostMonths,
            _ => 0,
        };
        return Period >= 1 && Period <= most ? null : PolicyErrors.Period;
    }

    /// <summary>What is older than this is due.</summary>
    /// <param name="now">The moment that the period is counted back from.</param>
    public DateTime DueBefore(DateTime now) => Unit == RetentionUnit.Months ? now.AddMonths(-Period) : now.AddDays(-Period);
}

/// <summary>What a policy is refused for.</summary>
public static class PolicyErrors
{
    public static readonly Error NoTrigger = new("Policy.NoTrigger", ErrorKind.Invalid, nameof(PolicyDefinition.Trigger));
    public static readonly Error NoAction = new("Policy.NoAction", ErrorKind.Invalid, nameof(PolicyDefinition.Action));
    public static readonly Error Period = new("Policy.Period", ErrorKind.Invalid, nameof(PolicyDefinition.Period));
    public static readonly Error PeriodNotUsed = new("Policy.PeriodNotUsed", ErrorKind.Invalid, nameof(PolicyDefinition.Period));
}

using ConsentDashboard.Domain.OptOut;

namespace ConsentDashboard.Operations.OptOut.Bursts;

/// <summary>When withdrawals that others passed on are so many that people should look. Bound from <c>OptOut</c>.</summary>
public sealed class BurstOptions
{
    public const string Section = "OptOut";

    /// <summary>Within how many minutes they are counted.</summary>
    public int BurstMinutes { get; set; } = 10;

    /// <summary>How many from one address are a burst.</summary>
    public int BurstFromAddress { get; set; } = 10;

    /// <summary>How many by one member of staff are a burst.</summary>
    public int BurstFromAgent { get; set; } = 30;

    internal TimeSpan Window => TimeSpan.FromMinutes(BurstMinutes);

    /// <returns>Null where there is none: other systems pass on many, and rightly so.</returns>
    internal int? ThresholdOf(OriginKind kind) => kind switch
    {
        OriginKind.Address => BurstFromAddress,
        OriginKind.Agent => BurstFromAgent,
        _ => null,
    };
}

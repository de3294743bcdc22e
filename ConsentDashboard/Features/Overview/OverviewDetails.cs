using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Overview;

/// <summary>The company at a glance; every figure comes from counters or from tables that do not grow with the subscribers.</summary>
/// <param name="Weeks">Whole weeks, oldest first.</param>
/// <param name="ThisWeek">The week that is not over.</param>
public sealed record OverviewDetails(
    DateTime At,
    PrincipleFigures Principles,
    IReadOnlyDictionary<Standing, long> Standings,
    IReadOnlyList<WeekRow> Weeks,
    WeekRow ThisWeek,
    IReadOnlyList<SourceRow> Sources)
{
    /// <summary>All numbers but the erased.</summary>
    public long Numbers => Standings.Where(standing => standing.Key != Standing.Erased).Sum(standing => standing.Value);
}

/// <param name="Monday">UTC midnight.</param>
public sealed record WeekRow(DateTime Monday, long OptIns, long OptOuts);

public sealed record SourceRow(Source Source, long OptIns, long OptOuts);

/// <summary>One measured figure for each of the seven principles.</summary>
public sealed record PrincipleFigures
{
    /// <summary>1: opt-ins whose evidence is complete.</summary>
    public Share Proven { get; init; }

    /// <summary>2: opt-ins at points whose wording is published and says everything.</summary>
    public Share CompleteWording { get; init; }

    /// <summary>2: the points whose wording is not.</summary>
    public IReadOnlyList<string> IncompletePoints { get; init; } = [];

    /// <summary>3: points in use that ask in a way they should not.</summary>
    public IReadOnlyList<PointFinding> Findings { get; init; } = [];

    public int PointsInUse { get; init; }

    /// <summary>4: opt-outs in force within a second.</summary>
    public Share FastOptOuts { get; init; }

    /// <summary>5.</summary>
    public int AccountsWithoutTwoFactor { get; init; }

    public int Accounts { get; init; }

    /// <summary>6: fields beyond the number.</summary>
    public int Fields { get; init; }

    public int FieldsWithoutPurpose { get; init; }

    public int FieldsUnused { get; init; }

    /// <summary>7: withdrawn, and no act of theirs since; counted up to <see cref="PrincipleQueries.MostDue"/> and one.</summary>
    public long Due { get; init; }
}

/// <param name="Part">How many of them.</param>
/// <param name="Whole">Of how many.</param>
public readonly record struct Share(long Part, long Whole)
{
    public long Rest => Whole - Part;

    /// <summary>In tenths of a percent, rounded down: 99.96 is not 100.</summary>
    public double? Percent => Whole == 0 ? null : Math.Floor(1000.0 * Part / Whole) / 10;
}

public sealed record PointFinding(string Point, FindingReason Reason);

public enum FindingReason
{
    BoxesTicked,
    RequiredWithoutReason,
    NoRefusal,
}

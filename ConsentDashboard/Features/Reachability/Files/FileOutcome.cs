using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Reachable;

namespace ConsentDashboard.Features.Reachability.Files;

/// <summary>A row that says nothing that can be recorded.</summary>
/// <param name="Row">As a spreadsheet counts.</param>
/// <param name="Problem">A resource key.</param>
/// <param name="Column">Where, as the file calls it.</param>
public readonly record struct UnreadRow(long Row, string Problem, string? Column);

/// <summary>What a file says, and what came or would come of it.</summary>
public sealed record FileOutcome
{
    /// <summary>SHA-256 of the file in hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Answers by what they say.</summary>
    public required IReadOnlyDictionary<ReachabilityStatus, long> Said { get; init; }

    /// <summary>What was recorded; before that, what would be.</summary>
    public required ReachabilitySums Sums { get; init; }

    public required long NotUnderstood { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<UnreadRow> First { get; init; }

    /// <summary>Words that are not known, and in how many rows each stands; staff say what they mean.</summary>
    public required IReadOnlyDictionary<string, long> Words { get; init; }

    /// <summary>False: it was only looked at.</summary>
    public required bool IsRecorded { get; init; }

    /// <summary>Why the rest was not recorded.</summary>
    public Error? Stopped { get; init; }

    public long Answers => Said.Values.Sum();
}

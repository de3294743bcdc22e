using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.Reachable;

/// <summary>One row of a file of answers.</summary>
/// <param name="Row">As a spreadsheet counts, the header with it.</param>
/// <param name="Answer">Null where the row was not understood.</param>
/// <param name="Problem">Why not: a resource key.</param>
/// <param name="Column">Where, as the file calls it.</param>
/// <param name="Word">What it says of the number, where that is no known word; null where it may be somebody's number.</param>
public readonly record struct AnswerRow(long Row, NumberAnswer? Answer, string? Problem = null, string? Column = null, string? Word = null);

/// <summary>What staff have said of a file of answers.</summary>
/// <param name="Region">ISO 3166, of numbers without a calling code.</param>
/// <param name="MonthFirst">How dates like 03/04/2025 are meant; null: as the file shows.</param>
/// <param name="Words">What words mean that are not known; <see cref="ReachabilityStatus.Unknown"/> leaves their rows out.</param>
public sealed record AnswerReading(string Region, bool? MonthFirst, IReadOnlyDictionary<string, ReachabilityStatus> Words);

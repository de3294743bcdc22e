using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Sends;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary>Why a row of a file is not counted.</summary>
public enum RowProblem
{
    Number = 1,
    Date = 2,
    InTheFuture = 3,
    TooOld = 4,
}

/// <param name="Row">As a spreadsheet counts.</param>
/// <param name="Column">Counted from 1.</param>
public readonly record struct UnreadRow(int Row, int Column, RowProblem Problem);

/// <summary>What came of a file.</summary>
/// <param name="Sums">What was counted.</param>
/// <param name="NotUnderstood">How many rows were not.</param>
/// <param name="First">The first of them.</param>
/// <param name="Stopped">Why the rest of the file was not read; null where it was read to its end.</param>
/// <param name="StoppedAtRow">The first row that is not counted; null where it was read to its end.</param>
public sealed record FileOutcome(SendSums Sums, int NotUnderstood, IReadOnlyList<UnreadRow> First, Error? Stopped, int? StoppedAtRow = null);

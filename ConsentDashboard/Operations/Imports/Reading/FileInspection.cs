namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>What a file looks like, with a mapping that probably fits.</summary>
/// <param name="Mapping">Guessed.</param>
/// <param name="Rows">The first ones, header excluded, as text.</param>
/// <param name="Sheets">The names of the sheets of a workbook; empty for a text file.</param>
public sealed record FileInspection(ImportMapping Mapping, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Sheets);

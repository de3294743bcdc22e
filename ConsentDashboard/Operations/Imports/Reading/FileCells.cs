namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>A cell as a file holds it.</summary>
/// <param name="Text">What it says; a number without grouping, a date empty.</param>
/// <param name="Date">Where the file says that it is one.</param>
/// <param name="IsError">A formula of it failed.</param>
public readonly record struct FileCell(string Text, DateTime? Date = null, bool IsError = false);

/// <summary>One row of a file.</summary>
/// <param name="Number">As a spreadsheet counts: 1 for the first, header included.</param>
/// <param name="Cells">As many as it has.</param>
public readonly record struct FileCells(long Number, IReadOnlyList<FileCell> Cells);

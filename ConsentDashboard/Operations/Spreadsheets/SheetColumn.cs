namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>A column of a file that goes out.</summary>
/// <param name="Name">Its heading, the same in every language: programs read it.</param>
public sealed record SheetColumn(string Name, SheetValue Value = SheetValue.Text);

public enum SheetValue
{
    /// <summary>Written exactly as it is: a number keeps its plus.</summary>
    Text,

    /// <summary>Text that people wrote: it must not become a formula in whatever opens the file.</summary>
    FreeText,

    /// <summary>A moment in UTC.</summary>
    Time,
}

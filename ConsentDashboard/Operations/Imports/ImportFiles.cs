namespace ConsentDashboard.Operations.Imports;

/// <summary>The sealed files of one import.</summary>
public static class ImportFiles
{
    /// <summary>As it was uploaded; gone once the import is over.</summary>
    public const string Upload = "upload";

    /// <summary>The rows by blind index and place, behind how many index keys they went through.</summary>
    internal const string Sorted = "sorted";

    /// <summary>What the dry run said of each row of <see cref="Sorted"/>, one byte each.</summary>
    internal const string Tried = "tried";

    /// <summary>A few rows of each verdict, masked.</summary>
    internal const string Samples = "samples";

    /// <summary>The verdict on each row of the file, by its place; without numbers, and kept some days longer.</summary>
    internal const string Verdicts = "verdicts";

    /// <summary>The reasons that <see cref="Verdicts"/> names by number.</summary>
    internal const string Reasons = "reasons";

    /// <summary>Beginning of the names: rows that came to something else than was shown, one file a slice.</summary>
    internal const string Changed = "changed";

    internal static readonly IReadOnlyCollection<string> Kept = [Verdicts, Reasons];
}

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Resource keys of what keeps one row from being read.</summary>
public static class RowProblems
{
    public const string Bytes = "Import.Row.Bytes";
    public const string Columns = "Import.Row.Columns";
    public const string TooFewColumns = "Import.Row.TooFewColumns";
    public const string HeaderAgain = "Import.Row.HeaderAgain";
    public const string Scientific = "Import.Row.Scientific";
    public const string ErrorCell = "Import.Row.ErrorCell";
    public const string State = "Import.Row.State";
    public const string Date = "Import.Row.Date";
    public const string FutureDate = "Import.Row.FutureDate";
    public const string OldDate = "Import.Row.OldDate";
    public const string NoNumber = "Import.Row.NoNumber";
}

namespace ConsentDashboard.Features.Subscribers;

/// <summary>
/// How many rows one request may examine, by what examining one costs: a key in the index, the row behind it, a look into
/// another table. Chosen at a million subscribers, so that a page stays below ten milliseconds.
/// </summary>
internal static class SearchBudgets
{
    public const int Keys = 20_000;
    public const int Rows = 20_000;
    public const int Probes = 2_000;

    public const int Page = 50;

    /// <summary>Counting comes after the page and may take longer.</summary>
    public const int CountFactor = 10;

    /// <summary>Nobody needs to know how many more.</summary>
    public const int CountCap = 10_000;
}

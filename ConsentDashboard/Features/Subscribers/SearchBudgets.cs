namespace ConsentDashboard.Features.Subscribers;

/// <summary>
/// How many rows one look may examine, by what examining one costs. Chosen at a million subscribers, so that a page stays
/// below ten milliseconds.
/// </summary>
/// <param name="Keys">Keys in the index.</param>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Probes">Looks into another table.</param>
internal sealed record SearchBudgets(int Keys = 20_000, int Rows = 20_000, int Probes = 2_000)
{
    public const int PageSize = 50;

    /// <summary>Nobody needs to know how many more.</summary>
    public const int CountCap = 10_000;

    /// <summary>Counting comes after the page and may take longer.</summary>
    public const int CountFactor = 10;

    public static readonly SearchBudgets Default = new();
}

namespace ConsentDashboard.Operations.Exports;

/// <summary>How much may leave, and for how long it is offered. Bound from <c>Exports</c>.</summary>
public sealed class ExportOptions
{
    public const string Section = "Exports";

    private const int LongestDays = 3660;

    /// <summary>Rows that one member of staff may ask for in a day (UTC), by role; a role that is not named may ask for none.</summary>
    public Dictionary<string, long> DailyRows { get; set; } = new(StringComparer.Ordinal) { ["Marketer"] = 250_000 };

    /// <summary>An export of more rows waits for a second person.</summary>
    public long ApprovalAbove { get; set; } = 10_000;

    /// <summary>For how many days a file can be downloaded.</summary>
    public int KeepDays { get; set; } = 7;

    /// <summary>For how many days an export can tell which of its people have withdrawn since.</summary>
    public int RecallDays { get; set; } = 365;

    /// <summary>The most that whoever has these roles may ask for in a day.</summary>
    public long DailyRowsOf(IEnumerable<string> roles) => roles.Select(role => DailyRows.GetValueOrDefault(role)).DefaultIfEmpty().Max();

    /// <returns>Each rule with the key to set where it does not hold.</returns>
    public IEnumerable<(bool Holds, string Key, string Message)> Rules() =>
    [
        .. DailyRows.Select(limit => (limit.Value >= 0, $"{Section}:DailyRows:{limit.Key}", "must not be negative.")),
        .. DailyRows.Keys.Select(role => (Security.Access.Roles.All.Contains(role), $"{Section}:DailyRows:{role}", $"names no role; the roles are {string.Join(", ", Security.Access.Roles.All)}.")),
        (ApprovalAbove >= 0, $"{Section}:ApprovalAbove", "must not be negative; 0 has every export approved."),
        (KeepDays is >= 1 and <= 90, $"{Section}:KeepDays", "must be between 1 and 90."),
        (RecallDays is >= 1 and <= LongestDays && RecallDays >= KeepDays, $"{Section}:RecallDays", $"must be between Exports:KeepDays and {LongestDays}."),
    ];
}

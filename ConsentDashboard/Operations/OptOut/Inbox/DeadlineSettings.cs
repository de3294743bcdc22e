using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.OptOut.Inbox;

/// <summary>What the settings have to be like before a deadline is counted by them.</summary>
public static class DeadlineSettings
{
    private const int Longest = 365;
    private const string Day = "must be a day such as 2026-12-31.";

    /// <returns>Each rule with the key to set where it does not hold.</returns>
    public static IEnumerable<(bool Holds, string Key, string Message)> Of(DeadlineOptions options) =>
    [
        .. options.Deadlines.SelectMany((setting, index) => Of(setting, $"{DeadlineOptions.Section}:Deadlines:{index}")),
        .. options.Holidays.Select((day, index) => (DeadlineSetting.DayOf(day) is not null, $"{DeadlineOptions.Section}:Holidays:{index}", Day)),
    ];

    private static IEnumerable<(bool Holds, string Key, string Message)> Of(DeadlineSetting setting, string key)
    {
        var rule = setting.ToRule();
        return
        [
            (setting.Kind is null ? setting.Known is not null : setting.KindRead is not null, $"{key}:Kind", $"must be one of {string.Join(", ", Enum.GetNames<DeadlineKind>())}; only a rule that is known by its Code goes without."),
            (setting.From is null || setting.FromRead is not null, $"{key}:From", Day),
            (rule.Law.Length is > 0 and <= 100, $"{key}:Law", "must name the law, in 1 to 100 characters: it is shown beside the clock."),
            ((setting.Count is null || setting.CountRead is not null) && (rule.Kind == DeadlineKind.Immediate ? rule.Count == 0 : rule.Count is >= 1 and <= Longest), $"{key}:Count", $"must be between 1 and {Longest} days, and is left out for Immediate."),
            .. setting.Regions.Select((region, at) => (NumberFormats.IsKnownRegion(region.ToUpperInvariant()), $"{key}:Regions:{at}", "must be a region of two letters, such as US.")),
        ];
    }
}

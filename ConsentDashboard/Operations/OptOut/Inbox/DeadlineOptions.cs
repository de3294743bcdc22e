using System.Collections.Frozen;
using System.Globalization;
using ConsentDashboard.Domain.OptOut.Deadlines;

namespace ConsentDashboard.Operations.OptOut.Inbox;

/// <summary>Deadlines of one's own. Bound from <c>OptOut</c>.</summary>
public sealed class DeadlineOptions
{
    public const string Section = "OptOut";

    /// <summary>Go before the rules that are known.</summary>
    public List<DeadlineSetting> Deadlines { get; set; } = [];

    /// <summary>More days that are no business days, as 2026-12-31.</summary>
    public List<string> Holidays { get; set; } = [];

    public DeadlineRules ToRules() => new(Deadlines.Select(setting => setting.ToRule()), Holidays.Select(DeadlineSetting.DayOf).OfType<DateOnly>());
}

/// <summary>Texts, because the binder leaves out without a word what it cannot read within a list.</summary>
public sealed class DeadlineSetting
{
    /// <summary>Names a known rule (<c>ccpa</c>), from which everything comes that is not set here.</summary>
    public string? Code { get; set; }

    /// <summary>ISO 3166; empty: anywhere.</summary>
    public List<string> Regions { get; set; } = [];

    /// <summary>The first day, as 2026-12-31; not set: always.</summary>
    public string? From { get; set; }

    public string? Kind { get; set; }

    public string? Count { get; set; }

    public string? Law { get; set; }

    /// <summary>Null where it is a rule of one's own.</summary>
    internal DeadlineRule? Known => KnownDeadlines.All.Append(KnownDeadlines.California).FirstOrDefault(rule => string.Equals(rule.Code, Code, StringComparison.OrdinalIgnoreCase));

    internal DeadlineKind? KindRead => Enum.TryParse<DeadlineKind>(Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    internal int? CountRead => int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    internal DateOnly? FromRead => DayOf(From);

    internal DeadlineRule ToRule() => new(
        Known?.Code ?? Code ?? "",
        Regions.Count > 0 ? Regions.ToFrozenSet(StringComparer.OrdinalIgnoreCase) : Known?.Regions ?? FrozenSet<string>.Empty,
        FromRead ?? Known?.From ?? DateOnly.MinValue,
        KindRead ?? Known?.Kind ?? DeadlineKind.Immediate,
        CountRead ?? (Kind is null ? Known?.Count : null) ?? 0,
        Law ?? Known?.Law ?? "");

    internal static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

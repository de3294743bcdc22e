using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;

namespace ConsentDashboard.Features.Segments;

/// <summary>A condition while it is being written; it may be incomplete.</summary>
public sealed class ConditionDraft
{
    public SegmentField Field { get; set; } = SegmentField.State;

    public bool Not { get; set; }

    public HashSet<ConsentState> States { get; init; } = [ConsentState.Given];

    public long? SenderId { get; set; }

    public Channel? Channel { get; set; }

    public MessageType? MessageType { get; set; }

    /// <summary>Regions or languages as typed, separated by commas or spaces.</summary>
    public string Values { get; set; } = "";

    public HashSet<long> Ids { get; init; } = [];

    public HashSet<Source> Sources { get; init; } = [];

    public SegmentPeriodKind PeriodKind { get; set; } = SegmentPeriodKind.InTheLastDays;

    public int Days { get; set; } = 90;

    public DateOnly? FirstDay { get; set; }

    public DateOnly? LastDay { get; set; }

    public bool NamesCells => Field is SegmentField.State or SegmentField.OptedIn;

    public bool HasPeriod => Field is SegmentField.OptedIn or SegmentField.LastActivity or SegmentField.Added;

    public static ConditionDraft From(SegmentCondition condition) => new()
    {
        Field = condition.Field,
        Not = condition.Not,
        States = [.. condition.States],
        SenderId = condition.SenderId,
        Channel = condition.Channel,
        MessageType = condition.MessageType,
        Values = string.Join(", ", condition.Values),
        Ids = [.. condition.Ids],
        Sources = [.. condition.Sources],
        PeriodKind = condition.Period?.Kind ?? SegmentPeriodKind.InTheLastDays,
        Days = condition.Period is { Days: > 0 } period ? period.Days : 90,
        FirstDay = condition.Period?.From,
        LastDay = condition.Period?.To,
    };

    /// <summary>Only what the field needs.</summary>
    public SegmentCondition ToCondition() => new()
    {
        Field = Field,
        Not = Not,
        States = Field == SegmentField.State ? [.. States.Order()] : [],
        SenderId = NamesCells ? SenderId : null,
        Channel = NamesCells ? Channel : null,
        MessageType = NamesCells ? MessageType : null,
        Values = Field switch
        {
            SegmentField.Region => [.. Typed().Select(value => value.ToUpperInvariant())],
            SegmentField.Language => [.. Typed().Select(value => value.ToLowerInvariant())],
            _ => [],
        },
        Ids = Field is SegmentField.CollectionPoint or SegmentField.Wording ? [.. Ids.Order()] : [],
        Sources = Field == SegmentField.Source ? [.. Sources.Order()] : [],
        Period = HasPeriod ? ToPeriod() : null,
    };

    private SegmentPeriod ToPeriod() => PeriodKind switch
    {
        SegmentPeriodKind.Between => new() { Kind = PeriodKind, From = FirstDay, To = LastDay },
        SegmentPeriodKind.Never => new() { Kind = PeriodKind },
        _ => new() { Kind = PeriodKind, Days = Days },
    };

    private IEnumerable<string> Typed() => Values.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase);
}

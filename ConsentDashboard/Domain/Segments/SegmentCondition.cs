using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Segments;

/// <summary>What a condition asks about.</summary>
public enum SegmentField : byte
{
    /// <summary>Some cell of hers, among those that sender, channel and message type name, is in one of the states.</summary>
    State = 1,

    /// <summary>ISO 3166, two letters.</summary>
    Region = 2,

    /// <summary>BCP 47, as stored with the subscriber.</summary>
    Language = 3,

    /// <summary>Where she last agreed.</summary>
    CollectionPoint = 4,

    /// <summary>A consent that is given rests on one of these wordings.</summary>
    Wording = 5,

    /// <summary>When she agreed, in some cell among those that sender, channel and message type name.</summary>
    OptedIn = 6,

    /// <summary>Her own last act.</summary>
    LastActivity = 7,

    /// <summary>When the number became known.</summary>
    Added = 8,

    /// <summary>The door through which a consent that is given came.</summary>
    Source = 9,

    /// <summary>She is under a legal hold.</summary>
    OnHold = 10,
}

/// <summary>One condition; only what its field needs is set.</summary>
public sealed record SegmentCondition
{
    public SegmentField Field { get; init; }

    /// <summary>Those for whom it does not hold.</summary>
    public bool Not { get; init; }

    public IReadOnlyList<ConsentState> States { get; init; } = [];

    /// <summary>Null: any sender.</summary>
    public long? SenderId { get; init; }

    /// <summary>Null: either channel.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Null: any message type.</summary>
    public MessageType? MessageType { get; init; }

    /// <summary>Regions, or languages.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Collection points, or wordings.</summary>
    public IReadOnlyList<long> Ids { get; init; } = [];

    public IReadOnlyList<Source> Sources { get; init; } = [];

    public SegmentPeriod? Period { get; init; }
}

/// <summary>When something happened, in days of UTC.</summary>
public sealed record SegmentPeriod
{
    public SegmentPeriodKind Kind { get; init; }

    /// <summary>For the relative ones.</summary>
    public int Days { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, itself included.</summary>
    public DateOnly? To { get; init; }

    /// <returns>The first moment, and the one after the last.</returns>
    public (DateTime From, DateTime Before) Bounds(DateTime now)
    {
        var earliest = Times.NotYet.AddMilliseconds(1);
        return Kind switch
        {
            SegmentPeriodKind.InTheLastDays => (now.Date.AddDays(-Days), Times.Never),
            SegmentPeriodKind.MoreThanDaysAgo => (earliest, now.Date.AddDays(-Days)),
            SegmentPeriodKind.Between => (From?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) ?? earliest, To is { } to && to < DateOnly.MaxValue ? to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : Times.Never),
            _ => (Times.NotYet, earliest),
        };
    }
}

public enum SegmentPeriodKind : byte
{
    /// <summary>Today and so many days before it.</summary>
    InTheLastDays = 1,

    /// <summary>Before the first of those days, and at some time.</summary>
    MoreThanDaysAgo = 2,

    Between = 3,

    Never = 4,
}

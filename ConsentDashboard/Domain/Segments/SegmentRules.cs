namespace ConsentDashboard.Domain.Segments;

public static class SegmentErrors
{
    public static readonly Error Unreadable = new("Segment.Unreadable", ErrorKind.Invalid);
    public static readonly Error TooMany = new("Segment.TooMany", ErrorKind.Invalid);
    public static readonly Error TooDeep = new("Segment.TooDeep", ErrorKind.Invalid);

    /// <summary>A condition lacks what it asks about.</summary>
    public static readonly Error Incomplete = new("Segment.Incomplete", ErrorKind.Invalid);
    public static readonly Error EmptyGroup = new("Segment.EmptyGroup", ErrorKind.Invalid);
    public static readonly Error WrongDays = new("Segment.WrongDays", ErrorKind.Invalid);
    public static readonly Error WrongDates = new("Segment.WrongDates", ErrorKind.Invalid);
    public static readonly Error NameMissing = new("Segment.NameMissing", ErrorKind.Invalid, "name");
    public static readonly Error NotFound = new("Segment.NotFound", ErrorKind.NotFound);
    public static readonly Error NotYours = new("Segment.NotYours", ErrorKind.Refused);

    /// <summary>Somebody saved it meanwhile.</summary>
    public static readonly Error Stale = new("Segment.Stale", ErrorKind.Conflict);
}

/// <summary>What a definition must hold to be saved, counted or exported.</summary>
public static class SegmentRules
{
    public const int MaxConditions = 40;
    public const int MaxDepth = 3;
    public const int MaxValues = 50;

    /// <summary>Ten years.</summary>
    public const int MaxDays = 3660;

    public static Error? Refusal(SegmentDefinition definition)
    {
        var conditions = All(definition.Root).Take(MaxConditions + 1).ToList();
        return conditions.Count > MaxConditions ? SegmentErrors.TooMany
            : Depth(definition.Root) > MaxDepth ? SegmentErrors.TooDeep
            : HasEmptyGroup(definition.Root) ? SegmentErrors.EmptyGroup
            : conditions.Select(Refusal).FirstOrDefault(wrong => wrong is not null);
    }

    public static Error? Refusal(SegmentCondition condition) => condition switch
    {
        _ when !Enum.IsDefined(condition.Field) => SegmentErrors.Incomplete,
        { Field: SegmentField.State, States.Count: 0 } => SegmentErrors.Incomplete,
        { Field: SegmentField.Region or SegmentField.Language, Values.Count: 0 } => SegmentErrors.Incomplete,
        { Field: SegmentField.CollectionPoint or SegmentField.Wording, Ids.Count: 0 } => SegmentErrors.Incomplete,
        { Field: SegmentField.Source, Sources.Count: 0 } => SegmentErrors.Incomplete,
        { Field: SegmentField.OptedIn or SegmentField.LastActivity or SegmentField.Added } => Refusal(condition.Period),
        { Field: SegmentField.State or SegmentField.OnHold } => null,
        { Values.Count: > MaxValues } or { Ids.Count: > MaxValues } => SegmentErrors.TooMany,
        _ => null,
    };

    /// <summary>Every condition, in the order in which they are read.</summary>
    public static IEnumerable<SegmentCondition> All(SegmentGroup group) => group.Conditions.Concat(group.Groups.SelectMany(All));

    private static Error? Refusal(SegmentPeriod? period) => period switch
    {
        null => SegmentErrors.Incomplete,
        { Kind: SegmentPeriodKind.InTheLastDays or SegmentPeriodKind.MoreThanDaysAgo, Days: < 1 or > MaxDays } => SegmentErrors.WrongDays,
        { Kind: SegmentPeriodKind.Between, From: null, To: null } => SegmentErrors.Incomplete,
        { Kind: SegmentPeriodKind.Between, From: { } from, To: { } to } when from > to => SegmentErrors.WrongDates,
        _ when !Enum.IsDefined(period.Kind) => SegmentErrors.Incomplete,
        _ => null,
    };

    private static int Depth(SegmentGroup group) => 1 + (group.Groups.Count == 0 ? 0 : group.Groups.Max(Depth));

    private static bool HasEmptyGroup(SegmentGroup group) =>
        group.Groups.Any(inner => (inner.Conditions.Count == 0 && inner.Groups.Count == 0) || HasEmptyGroup(inner));
}

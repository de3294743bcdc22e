using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Tests.Operations.Segments;

/// <summary>A segment said plainly, over what was read into memory: what the form in SQL is held to.</summary>
internal sealed class PlainSegments(ILookup<long, Consent> cells, IReadOnlyDictionary<long, Source> sources, DateTime now)
{
    public bool Holds(SegmentDefinition definition, Subscriber person) => person.ErasedAt is null && Holds(definition.Root, person);

    private bool Holds(SegmentGroup group, Subscriber person)
    {
        var parts = group.Conditions.Select(condition => Holds(condition, person)).Concat(group.Groups.Select(inner => Holds(inner, person))).ToList();
        return parts.Count == 0 || (group.Any ? parts.Contains(true) : !parts.Contains(false));
    }

    private bool Holds(SegmentCondition condition, Subscriber person) => condition.Not != (condition.Field switch
    {
        SegmentField.State => States(condition, person).Any(condition.States.Contains),
        SegmentField.Region => condition.Values.Contains(person.Region),
        SegmentField.Language => condition.Values.Contains(person.Language),
        SegmentField.CollectionPoint => person.CollectionPointId is { } point && condition.Ids.Contains(point),
        SegmentField.Wording => Given(person).Any(cell => cell.NoticeVersionId is { } version && condition.Ids.Contains(version)),
        SegmentField.OptedIn when condition.Period!.Kind == SegmentPeriodKind.Never => Named(condition, person).All(cell => cell.GivenAt == Times.NotYet),
        SegmentField.OptedIn => Named(condition, person).Any(cell => cell.GivenAt > Times.NotYet && During(condition, cell.GivenAt)),
        SegmentField.LastActivity => During(condition, person.LastActivityAt),
        SegmentField.Added => During(condition, person.FirstSeenAt),
        SegmentField.Source => Given(person).Any(cell => condition.Sources.Contains(sources[cell.LastEventId])),
        _ => person.IsHeld,
    });

    private IEnumerable<ConsentState> States(SegmentCondition condition, Subscriber person)
    {
        var named = Named(condition, person).ToList();
        return named.Count == 0
            ? [ConsentState.None]
            : named.Select(cell => cell.State == ConsentState.Given && cell.ExpiresAt <= now ? ConsentState.Expired : cell.State);
    }

    private IEnumerable<Consent> Given(Subscriber person) => cells[person.Id].Where(cell => cell is { Kind: ConsentKind.Contact, State: ConsentState.Given });

    private IEnumerable<Consent> Named(SegmentCondition condition, Subscriber person) => cells[person.Id].Where(cell =>
        cell.Kind == ConsentKind.Contact
        && (condition.SenderId ?? cell.SenderId) == cell.SenderId
        && (condition.Channel ?? cell.Channel) == cell.Channel
        && (condition.MessageType ?? cell.MessageType) == cell.MessageType);

    private bool During(SegmentCondition condition, DateTime at)
    {
        var day = now.Date;
        return condition.Period! switch
        {
            { Kind: SegmentPeriodKind.InTheLastDays, Days: var days } => at >= day.AddDays(-days),
            { Kind: SegmentPeriodKind.MoreThanDaysAgo, Days: var days } => at > Times.NotYet && at < day.AddDays(-days),
            { Kind: SegmentPeriodKind.Never } => at == Times.NotYet,
            { From: var from, To: var to } => at > Times.NotYet && (from is null || DateOnly.FromDateTime(at) >= from) && (to is null || DateOnly.FromDateTime(at) <= to),
        };
    }
}

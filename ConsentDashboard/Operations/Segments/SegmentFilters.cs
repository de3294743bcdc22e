using System.Linq.Expressions;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.Segments;

/// <summary>A segment in a form that both databases compute, one row after the other; which rows are looked at is the caller's.</summary>
public static class SegmentFilters
{
    /// <summary>Those of some subscribers whom the segment holds. Whose number is erased is in none.</summary>
    /// <param name="db">An open context.</param>
    /// <param name="subscribers">Among whom.</param>
    /// <param name="definition">The segment.</param>
    /// <param name="now">What relative periods are counted from.</param>
    public static IQueryable<Subscriber> Apply(DashboardDbContext db, IQueryable<Subscriber> subscribers, SegmentDefinition definition, DateTime now)
    {
        var known = subscribers.Where(s => s.ErasedAt == null);
        return definition.IsEverybody ? known : known.Where(Of(db, definition.Root, now));
    }

    private static Expression<Func<Subscriber, bool>> Of(DashboardDbContext db, SegmentGroup group, DateTime now)
    {
        var parts = group.Conditions.Select(condition => Of(db, condition, now)).Concat(group.Groups.Select(inner => Of(db, inner, now))).ToList();
        return parts.Count == 0 ? _ => true : parts.Aggregate(group.Any ? Predicates.Or : Predicates.And);
    }

    private static Expression<Func<Subscriber, bool>> Of(DashboardDbContext db, SegmentCondition condition, DateTime now)
    {
        var holds = Holds(db, condition, now);
        return condition.Not ? Predicates.Not(holds) : holds;
    }

    private static Expression<Func<Subscriber, bool>> Holds(DashboardDbContext db, SegmentCondition condition, DateTime now)
    {
        var (values, ids, sources) = (condition.Values, condition.Ids, condition.Sources);
        var (from, before) = condition.Period?.Bounds(now) ?? (Times.NotYet, Times.Never);
        switch (condition.Field)
        {
            case SegmentField.State:
                return InState(db, condition, now);
            case SegmentField.Region:
                return s => values.Contains(s.Region);
            case SegmentField.Language:
                return s => values.Contains(s.Language);
            case SegmentField.CollectionPoint:
                return s => s.CollectionPointId != null && ids.Contains(s.CollectionPointId.Value);
            case SegmentField.Wording:
                return s => db.Consents.Any(c => c.SubscriberId == s.Id && c.Kind == ConsentKind.Contact && c.State == ConsentState.Given
                    && c.NoticeVersionId != null && ids.Contains(c.NoticeVersionId.Value));
            case SegmentField.OptedIn:
                return OptedIn(Cells(db, condition), condition.Period!.Kind, from, before);
            case SegmentField.LastActivity:
                return s => s.LastActivityAt >= from && s.LastActivityAt < before;
            case SegmentField.Added:
                return s => s.FirstSeenAt >= from && s.FirstSeenAt < before;
            case SegmentField.Source:
                return s => db.Consents.Any(c => c.SubscriberId == s.Id && c.Kind == ConsentKind.Contact && c.State == ConsentState.Given
                    && db.ConsentEvents.Any(e => e.Id == c.LastEventId && sources.Contains(e.Source)));
            default:
                // The flag is taken away some time after the last hold is over.
                return s => s.IsHeld && db.Holds.Any(h => h.SubscriberId == s.Id && h.From <= now && h.To > now);
        }
    }

    private static Expression<Func<Subscriber, bool>> OptedIn(IQueryable<Consent> cells, SegmentPeriodKind kind, DateTime from, DateTime before)
    {
        var agreed = cells.Where(c => c.GivenAt > Times.NotYet);
        return kind == SegmentPeriodKind.Never
            ? s => !agreed.Any(c => c.SubscriberId == s.Id)
            : s => agreed.Any(c => c.SubscriberId == s.Id && c.GivenAt >= from && c.GivenAt < before);
    }

    // A lifespan that is over forbids at that very moment, before any event says so; and no row is "never asked".
    private static Expression<Func<Subscriber, bool>> InState(DashboardDbContext db, SegmentCondition condition, DateTime now)
    {
        var states = condition.States.Where(state => state is not (ConsentState.None or ConsentState.Given or ConsentState.Expired)).ToList();
        var (given, expired) = (condition.States.Contains(ConsentState.Given), condition.States.Contains(ConsentState.Expired));
        var cells = Cells(db, condition);
        var inState = cells.Where(c => states.Contains(c.State)
            || (given && c.State == ConsentState.Given && c.ExpiresAt > now)
            || (expired && (c.State == ConsentState.Expired || (c.State == ConsentState.Given && c.ExpiresAt <= now))));
        if (!condition.States.Contains(ConsentState.None))
        {
            return s => inState.Any(c => c.SubscriberId == s.Id);
        }

        return s => !cells.Any(c => c.SubscriberId == s.Id) || inState.Any(c => c.SubscriberId == s.Id);
    }

    private static IQueryable<Consent> Cells(DashboardDbContext db, SegmentCondition condition)
    {
        var cells = db.Consents.Where(c => c.Kind == ConsentKind.Contact);
        if (condition.SenderId is { } sender)
        {
            // The sum keeps SQLite from the index that begins with the sender, which would read all of the sender's cells
            // for each person; the key has hers together.
            cells = cells.Where(c => c.SenderId + 0 == sender);
        }

        if (condition.Channel is { } channel)
        {
            cells = cells.Where(c => c.Channel == channel);
        }

        return condition.MessageType is { } type ? cells.Where(c => c.MessageType == type) : cells;
    }
}

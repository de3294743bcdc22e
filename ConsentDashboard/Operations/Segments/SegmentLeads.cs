using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.Segments;

/// <summary>The condition that a segment is best read by: one that has to hold for everybody in it, and that is a range of an index.</summary>
internal static class SegmentLeads
{
    /// <returns>Those who meet it, which may be more than the segment holds; null where no condition leads.</returns>
    public static IQueryable<Subscriber>? Of(DashboardDbContext db, SegmentDefinition definition, DateTime now)
    {
        if (definition.Root.Any)
        {
            return null;
        }

        var leads = definition.Root.Conditions.Where(condition => !condition.Not).Select(condition => (Condition: condition, Rank: Rank(condition))).Where(lead => lead.Rank > 0).ToList();
        return leads.Count == 0 ? null : Of(db, leads.MinBy(lead => lead.Rank).Condition, now);
    }

    // The few that are held come first, then what a date bounds, then a cell.
    private static int Rank(SegmentCondition condition) => condition switch
    {
        { Field: SegmentField.OnHold } => 1,
        { Field: SegmentField.OptedIn, SenderId: not null, Channel: not null, MessageType: not null, Period.Kind: not SegmentPeriodKind.Never } => 2,
        { Field: SegmentField.LastActivity } => 3,
        { Field: SegmentField.State, SenderId: not null, Channel: not null, MessageType: not null } when !condition.States.Contains(ConsentState.None) => 4,
        _ => 0,
    };

    private static IQueryable<Subscriber> Of(DashboardDbContext db, SegmentCondition condition, DateTime now)
    {
        var (from, before) = condition.Period?.Bounds(now) ?? (Times.NotYet, Times.Never);
        switch (condition.Field)
        {
            case SegmentField.OnHold:
                return db.Subscribers.Where(s => s.IsHeld);
            case SegmentField.LastActivity:
                return db.Subscribers.Where(s => s.LastActivityAt >= from && s.LastActivityAt < before);
        }

        var (sender, channel, type) = (condition.SenderId, condition.Channel, condition.MessageType);
        var cells = db.Consents.Where(c => c.SenderId == sender && c.Kind == ConsentKind.Contact && c.Channel == channel && c.MessageType == type);
        if (condition.Field == SegmentField.OptedIn)
        {
            cells = cells.Where(c => c.GivenAt >= from && c.GivenAt < before);
        }

        return from c in cells join s in db.Subscribers on c.SubscriberId equals s.Id select s;
    }
}

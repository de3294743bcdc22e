using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Retention;

namespace ConsentDashboard.Operations.Retention;

/// <summary>The events whose evidence a policy erases. The proof of a consent that stands is kept for as long as it stands: without it the consent would not count.</summary>
internal static class OldEvidence
{
    public static IQueryable<ConsentEvent> Of(DashboardDbContext db, PolicyDefinition policy, DateTime at)
    {
        var before = policy.DueBefore(at);
        var events = db.ConsentEvents.Where(e => e.RecordedAt < before
            && db.Evidence.Any(proof => proof.EventId == e.Id)
            && !db.Consents.Any(c => c.SubscriberId == e.SubscriberId && c.LastEventId == e.Id && c.State == ConsentState.Given && c.ExpiresAt > at));
        return policy.SenderId is { } sender ? events.Where(e => e.SenderId == sender) : events;
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Retention;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// The events whose evidence a policy erases: older than its period, of a consent that is over for as long, and for as long
/// as its sender keeps proof. All evidence of a consent is one proof: what was asked, given, confirmed and withdrawn.
/// </summary>
internal static class OldEvidence
{
    public static IQueryable<ConsentEvent> Of(DashboardDbContext db, PolicyDefinition policy, IReadOnlyList<RetentionTerm> terms, DateTime at)
    {
        var before = policy.DueBefore(at);
        var events = db.ConsentEvents.Where(e => e.RecordedAt < before
            && db.Evidence.Any(proof => proof.EventId == e.Id)
            && !db.Consents.Any(c => c.SubscriberId == e.SubscriberId && c.Kind == e.Kind && (e.SenderId == null || c.SenderId == e.SenderId)
                && (c.State == ConsentState.Given || c.State == ConsentState.Expired ? c.ExpiresAt : c.StateAt) > before));
        foreach (var term in terms)
        {
            var (kept, senders) = (at.AddMonths(-term.Months), term.Senders);
            events = events.Where(e => !db.Consents.Any(c => c.SubscriberId == e.SubscriberId && c.Kind == e.Kind && (e.SenderId == null || c.SenderId == e.SenderId)
                && senders.Contains(c.SenderId) && (c.State == ConsentState.Given || c.State == ConsentState.Expired ? c.ExpiresAt : c.StateAt) > kept));
        }

        return policy.SenderId is { } sender ? events.Where(e => e.SenderId == sender) : events;
    }
}

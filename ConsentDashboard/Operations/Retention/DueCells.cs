using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Retention;

namespace ConsentDashboard.Operations.Retention;

/// <summary>The consents that a policy ends: given ones whose lifespan is over, or that nothing proves.</summary>
internal static class DueCells
{
    public static IQueryable<Consent> Of(DashboardDbContext db, PolicyDefinition policy, DateTime at)
    {
        var cells = db.Consents.Where(c => c.State == ConsentState.Given);
        cells = policy.Trigger == RetentionTrigger.LifespanOver
            ? cells.Where(c => c.ExpiresAt <= at)
            : cells.Where(c => !db.Evidence.Any(e => e.EventId == c.LastEventId));
        if (policy.SenderId is { } sender)
        {
            cells = cells.Where(c => c.SenderId == sender);
        }

        return policy.CollectionPointId is { } point ? cells.Where(c => c.CollectionPointId == point) : cells;
    }
}

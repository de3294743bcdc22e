using ConsentDashboard.Data;
using ConsentDashboard.Domain.Retention;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Policies;

/// <summary>Writes a policy as a whole. The scheduler may claim a moment meanwhile: the later of both stays.</summary>
internal static class PolicyRows
{
    /// <summary>Moments further ahead than this were taken by a wrong clock.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>From when on a moment counts as due: a moment that was taken already, unless the clock must have been wrong.</summary>
    public static DateTime Later(DateTime taken, DateTime now) => taken > now && taken <= now + Ahead ? taken : now;

    /// <returns>False where somebody else changed it meanwhile.</returns>
    public static async Task<bool> WriteAsync(DashboardDbContext db, RetentionPolicy policy)
    {
        if (policy.Id == 0)
        {
            db.Add(policy);
            return await db.SaveChangesAsync() > 0;
        }

        var until = policy.UpdatedAt + Ahead;
        return await db.RetentionPolicies.Where(p => p.Id == policy.Id && p.Version == policy.Version - 1 && p.ArchivedAt == null).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.Name, policy.Name)
            .SetProperty(p => p.Trigger, policy.Trigger)
            .SetProperty(p => p.Period, policy.Period)
            .SetProperty(p => p.Unit, policy.Unit)
            .SetProperty(p => p.Action, policy.Action)
            .SetProperty(p => p.SenderId, policy.SenderId)
            .SetProperty(p => p.Region, policy.Region)
            .SetProperty(p => p.CollectionPointId, policy.CollectionPointId)
            .SetProperty(p => p.CountsOurSends, policy.CountsOurSends)
            .SetProperty(p => p.WarnPercent, policy.WarnPercent)
            .SetProperty(p => p.Cron, policy.Cron)
            .SetProperty(p => p.TimeZone, policy.TimeZone)
            .SetProperty(p => p.LastDueAt, p => p.LastDueAt > policy.LastDueAt && p.LastDueAt <= until ? p.LastDueAt : policy.LastDueAt)
            .SetProperty(p => p.UpdatedAt, policy.UpdatedAt)
            .SetProperty(p => p.UpdatedBy, policy.UpdatedBy)
            .SetProperty(p => p.UpdatedByName, policy.UpdatedByName)
            .SetProperty(p => p.ArrangedBy, policy.ArrangedBy)
            .SetProperty(p => p.Revision, policy.Revision)
            .SetProperty(p => p.Version, policy.Version)) == 1;
    }
}

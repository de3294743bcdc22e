using ConsentDashboard.Data;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reachability;

/// <summary>Which country numbers without a calling code are proposed to be of.</summary>
public sealed class RegionQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    /// <returns>ISO 3166, of the first sender; empty without one.</returns>
    public async Task<string> UsualAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.RecordReachability);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Senders.OrderBy(s => s.Id).Select(s => s.DefaultRegion).FirstOrDefaultAsync(cancellation) ?? "";
    }
}

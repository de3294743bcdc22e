using ConsentDashboard.Data;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.Holds;

/// <summary>
/// Orders that have not reached everybody whom they concern. Nothing is cleaned until they have, or somebody cancels them:
/// one that broke off counts too.
/// </summary>
public static class HoldsBeingPlaced
{
    public static IQueryable<HoldOrder> Of(DashboardDbContext db) =>
        db.HoldOrders.Where(o => !o.IsReleasing && (o.Status == JobStatus.Waiting || o.Status == JobStatus.Running || o.Status == JobStatus.Failed || o.Status == JobStatus.Paused));
}

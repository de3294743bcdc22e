using ConsentDashboard.Data;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.Segments;

/// <summary>A segment's conditions as a query.</summary>
public static class SegmentFilters
{
    public static IQueryable<Subscriber> Apply(DashboardDbContext db, IQueryable<Subscriber> subscribers, SegmentDefinition definition, DateTime now) => subscribers;
}

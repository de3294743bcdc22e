using ConsentDashboard.Data;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>How many rows one member of staff has asked for today (UTC); what came to nothing does not count.</summary>
internal static class DailyRows
{
    public static Task<long> UsedAsync(DashboardDbContext db, string actor, DateTime now, CancellationToken cancellation = default) => Today(db, actor, now)
        .SumAsync(j => j.Status == JobStatus.Done || j.Status == JobStatus.Expired ? j.RowCount : j.ExpectedRows, cancellation);

    internal static IQueryable<ExportJob> Today(DashboardDbContext db, string actor, DateTime now)
    {
        var midnight = now.Date;
        return db.ExportJobs.Where(j => j.CreatedBy == actor && j.CreatedAt >= midnight
            && j.Status != JobStatus.Failed && j.Status != JobStatus.Cancelled && j.Status != JobStatus.Rejected);
    }
}

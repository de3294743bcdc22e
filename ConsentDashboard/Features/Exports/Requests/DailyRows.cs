using ConsentDashboard.Data;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>How many rows one member of staff has asked for today (UTC); what came to nothing does not count.</summary>
internal static class DailyRows
{
    public static Task<long> UsedAsync(DashboardDbContext db, string actor, DateTime now, CancellationToken cancellation = default) =>
        UsedOf(Today(db, actor, now), cancellation);

    /// <summary>Those that nobody else agreed to: many small lists are a large one.</summary>
    public static Task<long> UnapprovedAsync(DashboardDbContext db, string actor, DateTime now, CancellationToken cancellation = default) =>
        UsedOf(Today(db, actor, now).Where(j => !j.NeedsApproval), cancellation);

    internal static IQueryable<ExportJob> Today(DashboardDbContext db, string actor, DateTime now)
    {
        var midnight = now.Date;
        return db.ExportJobs.Where(j => j.CreatedBy == actor && j.CreatedAt >= midnight
            && j.Status != JobStatus.Failed && j.Status != JobStatus.Cancelled && j.Status != JobStatus.Rejected);
    }

    private static Task<long> UsedOf(IQueryable<ExportJob> jobs, CancellationToken cancellation) =>
        jobs.SumAsync(j => j.Status == JobStatus.Done || j.Status == JobStatus.Expired ? j.RowCount : j.ExpectedRows, cancellation);
}

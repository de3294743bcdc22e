using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Exports;

/// <summary>Takes files away when their days are over, rows when nothing is recalled any more, and what failed exports have left.</summary>
public sealed class ExportExpiry(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, JobFiles files, AuditTrail audit, ExportOptions options, TimeProvider clock)
{
    private readonly ExportItems _items = new(contexts, gate);

    /// <returns>How many files went.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        var now = clock.UtcMilliseconds();
        var expired = 0;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var job in await Due(db, now).AsNoTracking().ToListAsync(cancellation))
        {
            expired += await ExpireAsync(db, job) ? 1 : 0;
        }

        foreach (var job in await Forgotten(db, now.AddDays(-options.RecallDays)).AsNoTracking().ToListAsync(cancellation))
        {
            await _items.DeleteAsync(job.Id, cancellation);
        }

        foreach (var job in await Left(db).AsNoTracking().ToListAsync(cancellation))
        {
            files.DeleteAll(job.PublicId);
            await _items.DeleteAsync(job.Id, cancellation);
        }

        return expired;
    }

    internal static IQueryable<ExportJob> Due(DashboardDbContext db, DateTime now) => db.ExportJobs.Where(j => j.Status == JobStatus.Done && j.ExpiresAt <= now);

    internal static IQueryable<ExportJob> Forgotten(DashboardDbContext db, DateTime before) => db.ExportJobs
        .Where(j => j.Status == JobStatus.Expired && j.FinishedAt < before && db.ExportItems.Any(i => i.ExportJobId == j.Id));

    internal static IQueryable<ExportJob> Left(DashboardDbContext db) => db.ExportJobs
        .Where(j => (j.Status == JobStatus.Failed || j.Status == JobStatus.Cancelled) && db.ExportItems.Any(i => i.ExportJobId == j.Id));

    private async Task<bool> ExpireAsync(DashboardDbContext db, ExportJob job)
    {
        // The status first: what nobody can download any more may still lie there for a moment, not the other way round.
        using (await gate.EnterAsync(WritePriority.Act))
        {
            var ended = await db.ExportJobs.Where(j => j.Id == job.Id && j.Status == JobStatus.Done).ExecuteUpdateAsync(set => set
                .SetProperty(j => j.Status, JobStatus.Expired)
                .SetProperty(j => j.Filter, "")
                .SetProperty(j => j.FilterWords, "")
                .SetProperty(j => j.Version, j => j.Version + 1));
            if (ended == 0)
            {
                return false;
            }
        }

        files.DeleteAll(job.PublicId);
        var details = JsonSerializer.Serialize(new { rows = job.RowCount, downloads = job.Downloads });
        await audit.RecordAsync(new(Actor.System("exports"), AuditAction.ExportExpired, Subject: $"{job.PublicId}", Details: details));
        return true;
    }
}

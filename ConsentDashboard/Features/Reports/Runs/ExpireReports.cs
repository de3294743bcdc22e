using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Files;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports.Runs;

/// <summary>Takes away workbooks whose time is over, and later the rows that only say that there was one: the audit trail says it too.</summary>
public sealed class ExpireReports(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, JobFiles files, TimeProvider clock)
{
    /// <summary>A row without a workbook stays so long.</summary>
    public static readonly TimeSpan KeepingRows = TimeSpan.FromDays(90);

    private const int Slice = 100;

    private static readonly JobStatus[] Ended = [JobStatus.Expired, JobStatus.Cancelled, JobStatus.Failed];

    /// <returns>How many workbooks and rows are gone.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellation = default)
    {
        var (all, now) = (0, clock.UtcMilliseconds());
        while (true)
        {
            var gone = await ExpireAsync(now, cancellation) + await DeleteAsync(now - KeepingRows, cancellation);
            if (gone == 0)
            {
                return all;
            }

            all += gone;
        }
    }

    // In the order of the index by status.
    internal static IQueryable<ReportRun> Over(DashboardDbContext db, DateTime now) =>
        db.ReportRuns.Where(run => run.Status == JobStatus.Done && run.ExpiresAt <= now).OrderBy(run => run.ClaimedUntil).Take(Slice);

    internal static IQueryable<ReportRun> Forgotten(DashboardDbContext db, DateTime before) =>
        db.ReportRuns.Where(run => Ended.Contains(run.Status) && run.CreatedAt <= before).OrderBy(run => run.Status).ThenBy(run => run.ClaimedUntil).Take(Slice);

    private async Task<int> ExpireAsync(DateTime now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var over = await Over(db, now).Select(run => new { run.Id, run.PublicId }).ToListAsync(cancellation);

        // The file first: a row that says so must not leave one behind.
        over.ForEach(run => files.DeleteAll(run.PublicId));
        return over.Count == 0 ? 0 : await ChangeAsync(over.ConvertAll(run => run.Id), rows => rows.ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, JobStatus.Expired)), db, cancellation);
    }

    private async Task<int> DeleteAsync(DateTime before, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var old = await Forgotten(db, before).Select(run => new { run.Id, run.PublicId }).ToListAsync(cancellation);
        old.ForEach(run => files.DeleteAll(run.PublicId));
        return old.Count == 0 ? 0 : await ChangeAsync(old.ConvertAll(run => run.Id), rows => rows.ExecuteDeleteAsync(CancellationToken.None), db, cancellation);
    }

    private async Task<int> ChangeAsync(List<long> ids, Func<IQueryable<ReportRun>, Task<int>> change, DashboardDbContext db, CancellationToken cancellation)
    {
        using (await gate.EnterAsync(WritePriority.Bulk, cancellation))
        {
            return await change(db.ReportRuns.Where(run => ids.Contains(run.Id)));
        }
    }
}

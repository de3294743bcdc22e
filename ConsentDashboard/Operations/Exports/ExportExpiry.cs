using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Exports;

/// <summary>Takes files away when their days are over or somebody in them was erased, rows when nothing is recalled any more, and what failed exports have left.</summary>
public sealed class ExportExpiry(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, JobFiles files, LedgerWriter ledger, ExportOptions options, TimeProvider clock)
{
    /// <summary>How the names of the files begin that are made for a recall, and go when they were read.</summary>
    internal const string RecallFiles = "recall-";

    private static readonly TimeSpan LongestRecall = TimeSpan.FromHours(1);

    private readonly ExportItems _items = new(contexts, gate);

    /// <returns>How many files went.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        var now = clock.UtcMilliseconds();
        var expired = 0;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var job in await Due(db, now).AsNoTracking().ToListAsync(cancellation))
        {
            expired += await ExpireAsync(job) ? 1 : 0;
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

        await ForgetFiltersAsync(db, now.AddDays(-options.KeepDays), cancellation);
        files.DeleteOld(RecallFiles, now - LongestRecall);
        return expired;
    }

    internal static IQueryable<ExportJob> Due(DashboardDbContext db, DateTime now) => db.ExportJobs.Where(j => j.Status == JobStatus.Done && j.ExpiresAt <= now);

    internal static IQueryable<ExportJob> Forgotten(DashboardDbContext db, DateTime before) => db.ExportJobs
        .Where(j => j.Status == JobStatus.Expired && j.FinishedAt < before && db.ExportItems.Any(i => i.ExportJobId == j.Id));

    internal static IQueryable<ExportJob> Left(DashboardDbContext db) => db.ExportJobs
        .Where(j => (j.Status == JobStatus.Failed || j.Status == JobStatus.Cancelled) && db.ExportItems.Any(i => i.ExportJobId == j.Id));

    internal static IQueryable<ExportJob> Unheard(DashboardDbContext db, DateTime before) => db.ExportJobs
        .Where(j => (j.Status == JobStatus.Failed || j.Status == JobStatus.Cancelled || j.Status == JobStatus.Rejected) && j.FinishedAt <= before && (j.Filter != "" || j.FilterWords != ""));

    private async Task<bool> ExpireAsync(ExportJob job)
    {
        // The file first: its days are over, so nobody gets it any more, and whatever stops us here, the next sweep goes on.
        files.DeleteAll(job.PublicId);
        var details = JsonSerializer.Serialize(new { rows = job.RowCount, downloads = job.Downloads, personErased = job.FailureKey == ExportErrors.PersonErased.Key });
        var ended = await ledger.ChangeAsync(
            new(Actor.System("exports"), AuditAction.ExportExpired, Subject: $"{job.PublicId}", Details: details),
            async own => await own.ExportJobs.Where(j => j.Id == job.Id && j.Status == JobStatus.Done).ExecuteUpdateAsync(set => set
                .SetProperty(j => j.Status, JobStatus.Expired)
                .SetProperty(j => j.Filter, "")
                .SetProperty(j => j.FilterWords, "")
                .SetProperty(j => j.Version, j => j.Version + 1)) == 1);

        // Refused while keys are rotated: the next sweep says it.
        return ended.Value;
    }

    // A filter may name one person's reference: what came to nothing keeps it as long as a file would have been there.
    private async Task ForgetFiltersAsync(DashboardDbContext db, DateTime before, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await Unheard(db, before).ExecuteUpdateAsync(set => set.SetProperty(j => j.Filter, "").SetProperty(j => j.FilterWords, "").SetProperty(j => j.Version, j => j.Version + 1), cancellation);
    }
}

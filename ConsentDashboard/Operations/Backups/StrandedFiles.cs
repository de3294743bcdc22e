using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Files;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Backups;

/// <summary>Files of work that a database does not know any more, because it was put back: nothing would ever take them away.</summary>
public sealed class StrandedFiles(IDbContextFactory<DashboardDbContext> contexts, JobFiles files)
{
    private const int Slice = 500;

    /// <summary>Only while nobody works: a file may be there before its row.</summary>
    public async Task DeleteAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var slice in files.Jobs().Chunk(Slice))
        {
            List<PublicId> some = [.. slice];
            HashSet<PublicId> known =
            [
                .. await db.ImportBatches.Where(b => some.Contains(b.PublicId)).Select(b => b.PublicId).ToListAsync(cancellation),
                .. await db.ExportJobs.Where(j => some.Contains(j.PublicId)).Select(j => j.PublicId).ToListAsync(cancellation),
                .. await db.ReportRuns.Where(r => some.Contains(r.PublicId)).Select(r => r.PublicId).ToListAsync(cancellation),
                .. await db.RetentionRuns.Where(r => some.Contains(r.PublicId)).Select(r => r.PublicId).ToListAsync(cancellation),
                .. await db.PersonRequests.Where(r => some.Contains(r.PublicId)).Select(r => r.PublicId).ToListAsync(cancellation),
            ];
            foreach (var stranded in some.Where(job => !known.Contains(job)))
            {
                files.DeleteAll(stranded);
            }
        }
    }
}

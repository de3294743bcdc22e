using ConsentDashboard.Data;
using ConsentDashboard.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Empties the database's log behind each erasure, whoever made it. A retention run does that itself, once, at its end.</summary>
internal sealed class ScrubUpkeep(IDbContextFactory<DashboardDbContext> contexts, ScrubDatabase scrub)
{
    /// <returns>False: somebody still reads the pages from before, or a run is at work.</returns>
    public async Task<bool> WorkAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return !await db.RetentionRuns.AnyAsync(run => run.Status == JobStatus.Running, cancellation) && await scrub.ExecuteAsync(cancellation: cancellation);
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Requests;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Requests;

/// <summary>Requests find whose they are, answers that must not be there any more go, and so do the rows whose 24 months are over.</summary>
internal sealed class RequestUpkeep(IDbContextFactory<DashboardDbContext> contexts, AnswerFiles files, RequestLinks links, WriteGate gate, TimeProvider clock)
{
    private const int Slice = 500;

    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    /// <returns>How many rows were deleted.</returns>
    public async Task<int> WorkAsync(CancellationToken cancellation = default)
    {
        var (now, deleted) = (clock.UtcMilliseconds(), 0);
        await links.LinkAsync(cancellation);
        await files.SweepAsync(now.AddMonths(RequestDeadlines.LogMonths) - Lately, cancellation);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var due = await db.PersonRequests.Where(r => r.KeptUntil <= now).OrderBy(r => r.KeptUntil).Take(Slice).Select(r => new { r.Id, r.PublicId }).ToListAsync(cancellation);
            if (due.Count == 0)
            {
                return deleted;
            }

            due.ForEach(row => files.Forget(row.PublicId));
            var ids = due.Select(row => row.Id).ToList();
            using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
            deleted += await db.PersonRequests.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellation);
        }
    }
}

using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Sends;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Sends;

/// <summary>Deletes the counts of single people that no promise looks back on any more; the totals, which name nobody, stay. The marks of lists go with them.</summary>
public sealed class ForgetSends(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    private const int Slice = 500;

    /// <returns>How many counts are gone.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellation = default)
    {
        var oldest = SendDays.OldestKept(clock.UtcMilliseconds());
        var all = 0;
        while (true)
        {
            using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var gone = await DeleteAsync(db, oldest, cancellation);
            if (gone == 0)
            {
                // A list that old would be refused row by row.
                await db.SendFiles.Where(file => file.RecordedAt < oldest).ExecuteDeleteAsync(cancellation);
                return all;
            }

            all += gone;
        }
    }

    internal static IQueryable<SendCount> Over(DashboardDbContext db, DateTime oldest) =>
        db.SendCounts.Where(c => c.Day < oldest).OrderBy(c => c.Day).Take(Slice);

    // By person within a day: the key has five columns, of which no list of values can be made.
    private static async Task<int> DeleteAsync(DashboardDbContext db, DateTime oldest, CancellationToken cancellation)
    {
        var some = await Over(db, oldest).Select(c => new { c.Day, c.SubscriberId }).ToListAsync(cancellation);
        var gone = 0;
        foreach (var sameDay in some.GroupBy(c => c.Day, c => c.SubscriberId))
        {
            var (day, people) = (sameDay.Key, sameDay.Distinct().ToList());
            gone += await db.SendCounts.Where(c => people.Contains(c.SubscriberId) && c.Day == day).ExecuteDeleteAsync(cancellation);
        }

        return gone;
    }
}

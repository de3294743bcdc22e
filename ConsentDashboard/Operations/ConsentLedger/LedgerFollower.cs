using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Announces the batches of other processes on the same database, so that live screens follow them within a second.</summary>
public sealed class LedgerFollower(IDbContextFactory<DashboardDbContext> contexts, LedgerFeed feed, TimeProvider clock, ILogger<LedgerFollower> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    // Beyond so many events it is cheaper for screens to read again than to be told who changed.
    private const int MostEvents = 2000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? known = null;
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                known = await FollowAsync(known, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("The ledger's head could not be read: {Reason}", e.GetType().Name);
            }
        }
    }

    private async Task<long> FollowAsync(long? known, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var seq = await db.LedgerHead.Select(h => h.Seq).SingleAsync(cancellation);
        var seen = Math.Max(known ?? seq, feed.Latest);
        if (seq <= seen)
        {
            return seq;
        }

        var range = await db.LedgerBatches.Where(b => b.Seq > seen && b.Seq <= seq && b.EventCount > 0)
            .GroupBy(_ => 1)
            .Select(g => new { First = g.Min(b => b.FirstEventId), Last = g.Max(b => b.FirstEventId + b.EventCount - 1) })
            .FirstOrDefaultAsync(cancellation);
        HashSet<long> subscribers = range is null || range.Last - range.First >= MostEvents
            ? []
            : [.. await db.ConsentEvents.Where(e => e.Id >= range.First && e.Id <= range.Last).Select(e => e.SubscriberId).Distinct().ToListAsync(cancellation)];
        feed.Announce(new(seq, subscribers));
        return seq;
    }
}

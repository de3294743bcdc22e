using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Announces the batches of other processes on the same database, so that live screens follow them within a second.</summary>
public sealed class LedgerFollower(IDbContextFactory<DashboardDbContext> contexts, LedgerFeed feed, TimeProvider clock, ILogger<LedgerFollower> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    // Beyond so many events it is cheaper for screens to read again than to be told who changed.
    private const int MostEvents = 2000;

    private readonly HashSet<long> _ours = [];
    private readonly Lock _lock = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? known = null;
        using var listening = Listen();
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

    /// <summary>Notes which batches this process announces by itself.</summary>
    internal IDisposable Listen() => feed.Subscribe(news =>
    {
        lock (_lock)
        {
            _ours.Add(news.BatchSeq);
        }
    });

    /// <param name="known">The newest batch when it looked last; null for the first time.</param>
    /// <returns>The newest batch.</returns>
    internal async Task<long> FollowAsync(long? known, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var seq = await db.LedgerHead.Select(h => h.Seq).SingleAsync(cancellation);
        if (known is null || seq <= known)
        {
            return seq;
        }

        var batches = await db.LedgerBatches.Where(b => b.Seq > known && b.Seq <= seq).OrderBy(b => b.Seq).Take(MostEvents)
            .Select(b => new { b.Seq, b.FirstEventId, b.EventCount }).ToListAsync(cancellation);

        // A batch of another process may stand before one of ours, so that the newest that was announced tells nothing of it.
        var ours = TakeOurs(seq);
        var areAll = batches.Count < MostEvents;
        batches.RemoveAll(batch => ours.Contains(batch.Seq));
        if (batches.Count == 0 && areAll)
        {
            return seq;
        }

        var (first, last) = (batches.Select(batch => batch.FirstEventId).FirstOrDefault(), batches.Select(batch => batch.FirstEventId + batch.EventCount - 1).LastOrDefault());
        feed.Announce(new(seq, areAll && last - first < MostEvents && batches.TrueForAll(batch => batch.EventCount > 0) ? await SubscribersAsync(db, first, last, cancellation) : []));
        return seq;
    }

    private static async Task<HashSet<long>> SubscribersAsync(DashboardDbContext db, long first, long last, CancellationToken cancellation) =>
        [.. await db.ConsentEvents.Where(e => e.Id >= first && e.Id <= last).Select(e => e.SubscriberId).Distinct().ToListAsync(cancellation)];

    private HashSet<long> TakeOurs(long upTo)
    {
        lock (_lock)
        {
            HashSet<long> taken = [.. _ours.Where(seq => seq <= upTo)];
            _ours.ExceptWith(taken);
            return taken;
        }
    }
}

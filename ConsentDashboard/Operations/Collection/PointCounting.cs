using System.Collections.Concurrent;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Collection;

/// <summary>
/// How often a wording was shown and sent in, by the hour; no address, no person. Counted in memory and written every few
/// seconds, so that looking at a form writes nothing.
/// </summary>
public sealed class PointCounting(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    private ConcurrentDictionary<(long Point, long Version, string Language, DateTime Hour), Tally> _tallies = new();

    public void Shown(PublicPoint point, PublicWording wording, string language) => Interlocked.Increment(ref Of(point, wording, language).Shown);

    public void Submitted(PublicPoint point, PublicWording wording, string language) => Interlocked.Increment(ref Of(point, wording, language).Submitted);

    /// <summary>Adds what was counted to the table.</summary>
    public async Task FlushAsync(CancellationToken cancellation = default)
    {
        if (_tallies.IsEmpty)
        {
            return;
        }

        var taken = Interlocked.Exchange(ref _tallies, new());
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var (key, tally) in taken)
        {
            await AddAsync(db, key.Point, key.Version, key.Language, key.Hour, tally);
        }
    }

    private static async Task AddAsync(DashboardDbContext db, long point, long version, string language, DateTime hour, Tally tally)
    {
        if (await UpdateAsync() > 0)
        {
            return;
        }

        try
        {
            db.Add(new PointCounter { CollectionPointId = point, NoticeVersionId = version, Language = language, Hour = hour, Shown = tally.Shown, Submitted = tally.Submitted });
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException)
        {
            // Another process wrote the first count of this hour.
            db.ChangeTracker.Clear();
            await UpdateAsync();
        }

        Task<int> UpdateAsync() => db.PointCounters
            .Where(c => c.CollectionPointId == point && c.NoticeVersionId == version && c.Language == language && c.Hour == hour)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Shown, c => c.Shown + tally.Shown).SetProperty(c => c.Submitted, c => c.Submitted + tally.Submitted));
    }

    private Tally Of(PublicPoint point, PublicWording wording, string language)
    {
        var now = clock.UtcMilliseconds();
        var hour = new DateTime(now.Year, now.Month, now.Day, now.Hour, 0, 0, DateTimeKind.Utc);
        return _tallies.GetOrAdd((point.Id, wording.Id, language, hour), _ => new());
    }

    private sealed class Tally
    {
        public int Shown;
        public int Submitted;
    }
}

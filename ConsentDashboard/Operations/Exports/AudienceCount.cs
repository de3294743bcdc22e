using System.Diagnostics;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Exports;

/// <param name="IsExact">False: there are more.</param>
public readonly record struct Counted(long Number, bool IsExact);

/// <summary>Counts who may be in an export, in the same ranges of ids in which it is read, so that no read takes long.</summary>
public sealed class AudienceCount(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    private const int FirstRange = 4096;
    private const int MaxRange = 1 << 16;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);

    /// <param name="audience">Who.</param>
    /// <param name="most">Where counting ends.</param>
    /// <param name="budget">How long it may take; null: until it is known.</param>
    public async Task<Counted> CountAsync(ExportAudience audience, long most, TimeSpan? budget = null, CancellationToken cancellation = default)
    {
        var began = clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var last = await db.LedgerHead.Select(h => h.LastSubscriberId).SingleAsync(cancellation);
        var (after, range, count) = (0L, FirstRange, 0L);
        while (after < last)
        {
            var started = Stopwatch.GetTimestamp();
            var upTo = Math.Min(after + range, last);
            count += await Range(db, audience, after, upTo, clock.UtcMilliseconds()).CountAsync(cancellation);
            after = upTo;
            if (count > most)
            {
                return new(most, IsExact: false);
            }

            if (after < last && budget is { } limit && clock.GetElapsedTime(began) > limit)
            {
                return new(count, IsExact: false);
            }

            range = Stopwatch.GetElapsedTime(started) < Quick ? Math.Min(range * 2, MaxRange) : Math.Max(range / 2, FirstRange);
        }

        return new(count, IsExact: true);
    }

    internal static IQueryable<long> Range(DashboardDbContext db, ExportAudience audience, long after, long upTo, DateTime now) =>
        audience.Among(db, db.Subscribers.Where(s => s.Id > after && s.Id <= upTo), now).Select(s => s.Id);
}

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Segments;

public enum SegmentCountKind : byte
{
    Exact = 1,

    /// <summary>From a sample; no more than two digits of it mean anything.</summary>
    About = 2,

    /// <summary>So few that a sample met none of them.</summary>
    FewerThan = 3,
}

/// <summary>How many people a segment holds, and how well that is known.</summary>
public readonly record struct SegmentCount(long Value, SegmentCountKind Kind);

/// <summary>
/// Counts a segment in bounded time, however many subscribers there are: exactly where few have to be looked at, otherwise
/// from a sample spread over all of them.
/// </summary>
public sealed class SegmentCounts(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    // SQL Server takes 2,100 parameters a statement.
    private const int IdsAtOnce = 1000;

    /// <summary>How many people may be looked at one by one.</summary>
    internal int Exactly { get; init; } = 20_000;

    /// <summary>How many are asked where that is too few. Twice the error takes a quarter of them.</summary>
    internal int Sample { get; init; } = 4_000;

    public async Task<SegmentCount> CountAsync(SegmentDefinition definition, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        var now = clock.UtcMilliseconds();

        // Ids come from the ledger's head without gaps, and no row ever goes.
        var total = await db.LedgerHead.Select(head => head.LastSubscriberId).SingleAsync(cancellation);
        if (total <= Exactly)
        {
            return new(await SegmentFilters.Apply(db, db.Subscribers, definition, now).LongCountAsync(cancellation), SegmentCountKind.Exact);
        }

        var few = SegmentLeads.Of(db, definition, now);
        if (few is not null && !await few.Skip(Exactly).AnyAsync(cancellation))
        {
            return new(await SegmentFilters.Apply(db, few, definition, now).LongCountAsync(cancellation), SegmentCountKind.Exact);
        }

        var found = 0L;
        var asked = Spread(total, Sample).Distinct().ToList();
        foreach (var ids in asked.Chunk(IdsAtOnce))
        {
            found += await SegmentFilters.Apply(db, db.Subscribers.Where(s => ids.Contains(s.Id)), definition, now).LongCountAsync(cancellation);
        }

        // The rule of three: with none among n, there are fewer than 3 in n, 19 times out of 20.
        return found == 0
            ? new(Math.Max(1, Rounded(3.0 * total / asked.Count)), SegmentCountKind.FewerThan)
            : new(Rounded((double)found * total / asked.Count), SegmentCountKind.About);
    }

    // Golden steps leave no gap and follow no period in which numbers came in; the same people are asked each time, so that
    // a count changes only when something has changed.
    private static IEnumerable<long> Spread(long total, int sample)
    {
        const double Golden = 0.618_033_988_749_894_9;
        return Enumerable.Range(1, sample).Select(n => 1 + (long)((n * Golden % 1) * total));
    }

    // A sample says no more than two digits.
    private static long Rounded(double estimate)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, estimate))) - 1));
        return (long)(Math.Round(estimate / unit) * unit);
    }
}

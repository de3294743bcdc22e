using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain.Retention;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Reads who is due in ranges of ids, sized so that no read takes longer than a fraction of a second.</summary>
internal sealed class DueReading(IDbContextFactory<DashboardDbContext> contexts)
{
    private const int MaxRange = 65_536;
    private const int MinRange = 256;

    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(300);

    /// <summary>How many ids to begin with.</summary>
    public int FirstRange { get; init; } = 4096;

    /// <returns>Those of a range, by id, and how much of all has been looked at.</returns>
    public async IAsyncEnumerable<DueRange> ReadAsync(PolicyDefinition policy, DateTime at, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var first = await contexts.CreateDbContextAsync(cancellation);
        var last = await first.LedgerHead.Select(h => h.LastSubscriberId).SingleAsync(cancellation);
        var terms = await RetentionTerm.ReadAsync(first, cancellation);
        var range = FirstRange;
        for (var after = 0L; after < last;)
        {
            var (from, upTo) = (after, Math.Min(after + range, last));
            var began = Stopwatch.GetTimestamp();
            var rows = await contexts.ReadAsync(db => Rows(db, policy, terms, at, from, upTo).ToListAsync(cancellation), cancellation);
            range = Stopwatch.GetElapsedTime(began) switch
            {
                var took when took < Quick => Math.Min(range * 2, MaxRange),
                var took when took > Slow => Math.Max(range / 2, MinRange),
                _ => range,
            };
            after = upTo;
            yield return new(rows, upTo, last);
        }
    }

    internal static IQueryable<DueRow> Rows(DashboardDbContext db, PolicyDefinition policy, IReadOnlyList<RetentionTerm> terms, DateTime at, long after, long upTo) =>
        DueSubscribers.Of(db, policy, terms, at).Where(s => s.Id > after && s.Id <= upTo).OrderBy(s => s.Id).Select(s => new DueRow
        {
            SubscriberId = s.Id,
            PublicId = s.PublicId,
            Region = s.Region,
            CollectionPointId = s.CollectionPointId,
            Standing = s.Standing,
            LastActivityAt = s.LastActivityAt,
            FirstSeenAt = s.FirstSeenAt,
            IsHeld = s.IsHeld || db.Holds.Any(h => h.SubscriberId == s.Id && h.From <= at && h.To > at),
        });
}

/// <param name="Rows">Who of the range is due.</param>
/// <param name="UpTo">The range's last id.</param>
/// <param name="Last">The last of all.</param>
internal sealed record DueRange(List<DueRow> Rows, long UpTo, long Last);

using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Segments;

/// <param name="Masked">Calling code and last four digits; null where the number is not kept.</param>
public sealed record SegmentPerson(PublicId PublicId, string? Masked, Standing Standing, string Region, string Language, DateTime LastActivityAt);

/// <param name="Next">Where to go on; null: there are no more.</param>
/// <param name="IsPartial">The budget was spent before the page was full.</param>
public sealed record SegmentPage(IReadOnlyList<SegmentPerson> People, long? Next, bool IsPartial);

/// <summary>The people of a segment, the newest numbers first, a page at a time.</summary>
public sealed class SegmentPeople(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <summary>How many people one look may examine.</summary>
    internal int Look { get; init; } = 5_000;

    /// <summary>How many looks one page may take.</summary>
    internal int Looks { get; init; } = 10;

    /// <param name="definition">The segment.</param>
    /// <param name="before">From <see cref="SegmentPage.Next"/>; null: the first page.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<SegmentPage> ReadAsync(SegmentDefinition definition, long? before = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        var (now, last) = (clock.UtcMilliseconds(), before ?? long.MaxValue);
        List<Found> found = [];
        var isOver = false;
        for (var look = 0; look < Looks && found.Count <= PageSize && !isOver; look++)
        {
            var end = await End(db, last, Look).FirstOrDefaultAsync(cancellation);
            var some = end is { } lowest ? db.Subscribers.Where(s => s.Id >= lowest && s.Id < last) : db.Subscribers.Where(s => s.Id < last);
            found.AddRange(await Page(db, some, definition, now, PageSize + 1 - found.Count).ToListAsync(cancellation));
            (isOver, last) = (end is null, end ?? last);
        }

        var people = found.Take(PageSize).Select(Open).ToList();
        return found.Count > PageSize
            ? new(people, found[PageSize - 1].Id, IsPartial: false)
            : new(people, isOver ? null : last, IsPartial: !isOver);
    }

    internal static IQueryable<long?> End(DashboardDbContext db, long before, int look) =>
        db.Subscribers.Where(s => s.Id < before).OrderByDescending(s => s.Id).Skip(look - 1).Take(1).Select(s => (long?)s.Id);

    internal static IQueryable<Found> Page(DashboardDbContext db, IQueryable<Subscriber> some, SegmentDefinition definition, DateTime now, int take) =>
        SegmentFilters.Apply(db, some, definition, now).OrderByDescending(s => s.Id).Take(take)
            .Select(s => new Found(s.Id, s.PublicId, s.Cipher, s.Standing, s.Region, s.Language, s.LastActivityAt));

    private SegmentPerson Open(Found found) => new(
        found.PublicId, found.Cipher is { } cipher ? vault.Mask(cipher, found.PublicId) : null, found.Standing, found.Region, found.Language, found.LastActivityAt);

    internal sealed record Found(long Id, PublicId PublicId, byte[]? Cipher, Standing Standing, string Region, string Language, DateTime LastActivityAt);
}

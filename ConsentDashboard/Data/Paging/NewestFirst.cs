using ConsentDashboard.Domain.Paging;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Data.Paging;

/// <summary>Reads lists that have the newest first, by the ids of their rows: the way to a page does not grow with the list.</summary>
public static class NewestFirst
{
    public const int PageSize = 25;

    /// <param name="all">What the list is of.</param>
    /// <param name="place">Where the page begins.</param>
    /// <param name="rows">What is read of each.</param>
    public static async Task<NewestPage<TRow>> PageAsync<T, TRow>(this IQueryable<T> all, NewestPlace place, Func<IQueryable<T>, IQueryable<TRow>> rows, CancellationToken cancellation)
        where T : class
    {
        var found = await rows(Around(all, place)).ToListAsync(cancellation);
        var goesOn = found.Count > PageSize;
        found = goesOn ? found[..PageSize] : found;
        if (place.Newer is null)
        {
            return new(found, HasNewer: place.Older is not null, HasOlder: goesOn);
        }

        found.Reverse();
        return new(found, HasNewer: goesOn, HasOlder: found.Count > 0);
    }

    /// <summary>The rows of a page in the order of reading, and one more that tells whether there is another page.</summary>
    internal static IQueryable<T> Around<T>(IQueryable<T> all, NewestPlace place)
        where T : class
    {
        const string Id = "Id";
        var (newer, older) = (place.Newer, place.Older ?? long.MaxValue);
        var ordered = newer is { } after
            ? all.Where(row => EF.Property<long>(row, Id) > after).OrderBy(row => EF.Property<long>(row, Id))
            : all.Where(row => EF.Property<long>(row, Id) < older).OrderByDescending(row => EF.Property<long>(row, Id));
        return ordered.AsNoTracking().Take(PageSize + 1);
    }
}
